#pragma once

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace secateur {

/// A path as text, with a button that opens the system's dialog for it.
class PathField : public QWidget {
    Q_OBJECT

 public:
    enum class Kind { ExistingFile, NewFile, Folder };

    /// `filter` as in QFileDialog; unused for folders.
    PathField(Kind kind, const QString& title, const QString& filter, QWidget* parent = nullptr);

    /// Absolute, "~" resolved; empty if nothing was typed.
    QString path() const;
    void setPath(const QString& path);
    /// Gives the two parts names made from this one.
    void setNames(const QString& name, const QString& accessibleName);

 signals:
    void changed();

 private:
    void browse();

    const Kind m_kind;
    const QString m_title;
    const QString m_filter;
    QLineEdit* m_text;
    QPushButton* m_browse;
};

}  // namespace secateur
