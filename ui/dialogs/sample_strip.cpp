#include "ui/dialogs/sample_strip.h"

#include <QGridLayout>
#include <QLabel>
#include <QPixmap>
#include <QVBoxLayout>
#include <algorithm>

#include "core/data/image_folder.h"

namespace secateur {

namespace {

constexpr double kSideInLines = 3.2;  // of a picture, in lines of text
constexpr int kGap = 6;
constexpr int kNameLetters = 9;  // that are seen of a class
constexpr int kDelayMs = 300;

/// Two requests of the same one are for the same images.
QString keyOf(const DataRequest& request) {
    QString key = request.location;
    for (const auto& setting : imageFolderSettings()) {
        key += QLatin1Char('\n') + QString::fromStdString(setting.get(request.folder).dump());
    }
    return key;
}

}  // namespace

SampleStrip::SampleStrip(ImageReaders read, QWidget* parent)
    : QWidget(parent), m_read(std::move(read)), m_about(new QLabel) {
    setObjectName(QStringLiteral("samples"));
    setAccessibleName(tr("Images of the data set"));
    m_about->setObjectName(QStringLiteral("aboutSamples"));
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_about);
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &SampleStrip::read);
    if (!m_read.samples) {
        hide();
        return;
    }
    // The room of all pictures, so that nothing jumps when they come.
    const int lines = fontMetrics().lineSpacing();
    setMinimumSize(kShownSamples * (cellWidth() + kGap), pictureSide() + 4 * lines);
    column->addStretch(1);
}

int SampleStrip::pictureSide() const {
    return qRound(kSideInLines * fontMetrics().lineSpacing());
}

int SampleStrip::cellWidth() const {
    return std::max(pictureSide(), kNameLetters * fontMetrics().averageCharWidth());
}

void SampleStrip::ask(const DataRequest& request) {
    const QString key = request.location.isEmpty() ? QString() : keyOf(request);
    if (!m_read.samples || key == m_key) {
        return;
    }
    m_key = key;
    m_request = request;
    clear(key.isEmpty() ? QString() : tr("Looking at the images…"));
    m_looking = !key.isEmpty();
    if (key.isEmpty()) {
        m_delay.stop();
    } else {
        m_delay.start();
    }
}

void SampleStrip::read() {
    m_read.samples(m_request, this, [this, key = m_key](const ImageSamples& samples) {
        if (key == m_key) {
            show(samples);
        }
    });
}

/// After the pictures, because it may take longer.
void SampleStrip::readConstants() {
    if (m_data && m_read.constants) {
        m_read.constants(m_request, m_grey, this,
                         [this, key = m_key, grey = m_grey](const Normalisation& constants) {
                             if (key == m_key && grey == m_grey) {
                                 emit constantsChanged(constants);
                             }
                         });
    }
}

void SampleStrip::setGrey(bool grey) {
    if (grey != m_grey) {
        m_grey = grey;
        readConstants();
    }
}

void SampleStrip::clear(const QString& why) {
    delete m_row;
    m_row = nullptr;
    m_data.reset();
    m_about->setText(why);
    emit constantsChanged({});
}

void SampleStrip::show(const ImageSamples& samples) {
    clear(samples.failure.isEmpty() ? samples.about : samples.failure);
    m_data = samples.data;
    m_looking = false;
    readConstants();
    emit dataChanged();
    if (samples.samples.empty()) {
        return;
    }
    m_row = new QWidget;
    m_cells = new QGridLayout(m_row);
    m_cells->setContentsMargins(0, 0, 0, 0);
    m_cells->setSpacing(kGap);
    for (size_t i = 0; i < samples.samples.size(); ++i) {
        add(samples.samples[i], static_cast<int>(i));
    }
    const auto shown = static_cast<int>(samples.samples.size());
    if (m_data && m_data->classNames.size() > samples.samples.size()) {
        auto* more = new QLabel(QStringLiteral("…"));
        more->setToolTip(tr("%1 classes in all").arg(m_data->classNames.size()));
        m_cells->addWidget(more, 1, shown);
    }
    m_cells->setColumnStretch(shown + 1, 1);
    static_cast<QVBoxLayout*>(layout())->insertWidget(0, m_row);
}

/// Small images are enlarged to whole pixels, large ones made smaller smoothly.
void SampleStrip::add(const ImageSamples::Sample& sample, int column) {
    const int side = pictureSide();
    auto* picture = new QLabel;
    picture->setFixedSize(side, side);
    picture->setAlignment(Qt::AlignCenter);
    picture->setObjectName(QStringLiteral("sample"));
    picture->setAccessibleName(tr("Image of class %1").arg(sample.className));
    picture->setToolTip(sample.failure.isEmpty() ? sample.className : sample.failure);
    if (sample.image.isNull()) {
        picture->setText(QStringLiteral("✗"));
        picture->setFrameShape(QFrame::Box);
    } else {
        const double ratio = devicePixelRatioF();
        const int pixels = qRound(side * ratio);
        QPixmap pixmap = QPixmap::fromImage(sample.image.scaled(
            pixels, pixels, Qt::KeepAspectRatio,
            sample.image.width() > pixels ? Qt::SmoothTransformation : Qt::FastTransformation));
        pixmap.setDevicePixelRatio(ratio);
        picture->setPixmap(pixmap);
    }
    auto* name =
        new QLabel(fontMetrics().elidedText(sample.className, Qt::ElideRight, cellWidth()));
    name->setAlignment(Qt::AlignHCenter);
    name->setToolTip(sample.className);
    m_cells->addWidget(picture, 0, column, Qt::AlignHCenter);
    m_cells->addWidget(name, 1, column);
}

}  // namespace secateur
