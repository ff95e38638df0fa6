#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace secateur {

/// What is seen while no study is open: what the program is, and every way in, one click each.
class StartPage : public QScrollArea {
    Q_OBJECT

 public:
    explicit StartPage(QWidget* parent = nullptr);

    /// Reads the list of recent studies anew.
    void refresh();

 signals:
    void openWanted();
    void sampleWanted();
    void newStudyWanted();
    void recentChosen(const QString& path);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void addWaysIn(QVBoxLayout& layout);
    void addCommandLine(QVBoxLayout& layout);

    QWidget* m_recent;
    QVBoxLayout* m_recentRows;
};

}  // namespace secateur
