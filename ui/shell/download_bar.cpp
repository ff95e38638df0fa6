#include "ui/shell/download_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QToolButton>

#include "ui/download/cifar10_fetch.h"

namespace secateur {

namespace {

constexpr int kSteps = 1000;

}  // namespace

DownloadBar::DownloadBar(const QString& title, QWidget* parent)
    : QWidget(parent), m_bar(new QProgressBar(this)), m_rate(new QLabel(this)) {
    setObjectName("downloadBar");
    m_bar->setRange(0, 0);
    m_bar->setAccessibleName(title);
    auto* cancel = new QToolButton(this);
    cancel->setObjectName("cancelDownload");
    cancel->setText(tr("Cancel"));
    cancel->setToolTip(tr("Stop the download; the next try begins anew."));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new QLabel(title, this));
    layout->addWidget(m_bar);
    layout->addWidget(m_rate);
    layout->addWidget(cancel);
    connect(cancel, &QToolButton::clicked, this, &DownloadBar::cancelRequested);
}

void DownloadBar::setProgress(const DownloadProgress& progress) {
    const QLocale locale;
    if (progress.total > 0) {
        m_bar->setRange(0, kSteps);
        m_bar->setValue(static_cast<int>(kSteps * progress.done / progress.total));
    }
    QString text = progress.stage + ' ' + locale.formattedDataSize(progress.done, 1);
    if (progress.total > 0) {
        text += tr(" of %1").arg(locale.formattedDataSize(progress.total, 1));
    }
    if (progress.bytesPerSecond > 0) {
        text += tr(", %1/s").arg(
            locale.formattedDataSize(static_cast<qint64>(progress.bytesPerSecond), 1));
    }
    m_rate->setText(text);
}

}  // namespace secateur
