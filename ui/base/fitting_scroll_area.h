#pragma once

#include <QScrollArea>

namespace secateur {

/// As large as its content where the screen has room for that, and as much beside it as a dialog
/// needs; where it has not, its content scrolls.
class FittingScrollArea : public QScrollArea {
    Q_OBJECT

 public:
    explicit FittingScrollArea(QWidget* content, QWidget* parent = nullptr);

    QSize sizeHint() const override { return minimumSizeHint(); }
    QSize minimumSizeHint() const override;
    /// What the screen has for it.
    QSize room() const;

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace secateur
