#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;

namespace secateur {

struct DownloadProgress;

/// A download's progress in the status bar.
class DownloadBar : public QWidget {
    Q_OBJECT

 public:
    explicit DownloadBar(const QString& title, QWidget* parent = nullptr);

    void setProgress(const DownloadProgress& progress);

 signals:
    void cancelRequested();

 private:
    QProgressBar* m_bar;
    QLabel* m_rate;
};

}  // namespace secateur
