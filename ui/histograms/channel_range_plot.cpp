#include "ui/histograms/channel_range_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/file_name.h"
#include "ui/base/csv_text.h"
#include "ui/histograms/channel_legend.h"
#include "ui/models/range_text.h"

namespace secateur {

namespace {

constexpr int kRows = 160;              // of the colour map, over the drawn values
constexpr double kRangePadding = 0.06;  // above and below the tensor's range
constexpr double kLeastShare = 0.001;   // of a channel's values: the dark end of the colours
constexpr double kNarrow = 0.1;         // of the tensor's range
constexpr int kGradientStops = 16;
constexpr double kFaintest = 0.25;  // of the colours, so far from the background's

/// Many values stand out from the background, few fade towards it, but stay visible on it.
QCPColorGradient shareGradient(bool dark) {
    QCPColorGradient gradient;
    gradient.clearColorStops();
    for (int i = 0; i <= kGradientStops; ++i) {
        const double t = static_cast<double>(i) / kGradientStops;
        const double shown = kFaintest + (1.0 - kFaintest) * t;
        gradient.setColorStopAt(t, sequentialColour(dark ? shown : 1.0 - shown));
    }
    gradient.setNanHandling(QCPColorGradient::nhTransparent);
    return gradient;
}

double widthOf(const ChannelRange& range) {
    return range.high - range.low;
}

double tensorWidth(const WeightHistogram& weights) {
    return weights.all.maximum() - weights.all.minimum();
}

/// Spreads the counts of one channel, as shares, over the rows between `low` and `high`. Rows
/// within its range that hold nothing have the least share, so that a channel is one bar; others
/// have NaN.
std::vector<double> rowShares(const Histogram& channel, double low, double high) {
    std::vector<double> rows(kRows, 0.0);
    const double perRow = (high - low) / kRows;
    const auto rowOf = [&](double value, int least) {
        return std::clamp(static_cast<int>((value - low) / perRow), least, kRows - 1);
    };
    for (int i = 0; i < channel.bins(); ++i) {
        const int64_t count = channel.counts()[static_cast<size_t>(i)];
        if (count == 0) {
            continue;
        }
        // The outer bins may reach beyond what the channel holds.
        const double left = std::max(channel.low() + i * channel.width(), channel.minimum());
        const double right = std::min(channel.low() + (i + 1) * channel.width(), channel.maximum());
        const int first = rowOf(left, 0);
        const int last = rowOf(right, first);
        const double share = static_cast<double>(count) / static_cast<double>(channel.total());
        for (int row = first; row <= last; ++row) {
            rows[static_cast<size_t>(row)] += share / (last - first + 1);
        }
    }
    const int lowest = rowOf(channel.minimum(), 0);
    const int highest = rowOf(channel.maximum(), lowest);
    for (int row = 0; row < kRows; ++row) {
        double& share = rows[static_cast<size_t>(row)];
        share = row < lowest || row > highest ? std::nan("") : std::max(share, kLeastShare);
    }
    return rows;
}

}  // namespace

ChannelSpread channelSpread(const WeightHistogram& weights) {
    ChannelSpread spread;
    std::vector<double> widths;
    for (const ChannelRange& range : weights.channels) {
        widths.push_back(widthOf(range));
        spread.narrow += widths.back() < kNarrow * tensorWidth(weights) ? 1 : 0;
    }
    spread.channels = static_cast<int>(widths.size());
    if (!widths.empty()) {
        std::sort(widths.begin(), widths.end());
        const size_t middle = widths.size() / 2;
        const double median =
            widths.size() % 2 == 1 ? widths[middle] : (widths[middle - 1] + widths[middle]) / 2;
        spread.widestToMedian =
            median > 0.0 ? widths.back() / median : std::numeric_limits<double>::infinity();
    }
    return spread;
}

ChannelRangePlot::ChannelRangePlot(QWidget* parent)
    : Plot("channelRangePlot", tr("Ranges of the output channels"), parent) {
    setupItems();
    restyle();
}

void ChannelRangePlot::setupItems() {
    m_map = new QCPColorMap(xAxis, yAxis);
    m_map->setInterpolate(false);
    m_map->setTightBoundary(false);
    m_map->setDataScaleType(QCPAxis::stLogarithmic);
    m_map->setDataRange(QCPRange(kLeastShare, 1.0));
    m_legend = new ChannelLegend(axisRect(), QCPRange(kLeastShare, 1.0));
    for (auto* lines : {m_tensor, m_clip}) {
        lines[0] = new QCPItemStraightLine(this);
        lines[1] = new QCPItemStraightLine(this);
    }
    m_tensorText = new QCPItemText(this);
    m_tensorText->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
    m_tensorText->setClipToAxisRect(false);  // which may be narrower than it
    m_marker = new QCPItemRect(this);
    m_marker->setLayer("overlay");
    m_description = new QCPItemText(this);
    m_description->setLayer("overlay");
    m_description->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_description->position->setCoords(0.02, 0.98);
    m_description->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    m_description->setPadding(QMargins(5, 2, 5, 2));
    yAxis->setLabel(tr("weight"));
    setWeights(nullptr);
}

void ChannelRangePlot::setWeights(std::shared_ptr<const WeightHistogram> weights) {
    m_weights = std::move(weights);
    const bool any = m_weights != nullptr && !m_weights->channels.empty();
    m_map->setVisible(any);
    for (auto* line : {m_tensor[0], m_tensor[1], m_clip[0], m_clip[1]}) {
        line->setVisible(any);
    }
    m_tensorText->setVisible(any);
    m_legend->setSummary({});
    describe(-1);
    if (any) {
        fillMap();
        const ChannelSpread spread = channelSpread(*m_weights);
        const QString widest = std::isinf(spread.widestToMedian)
                                   ? tr("most channels are all zeros")
                                   : tr("widest channel: %1 times the median channel")
                                         .arg(spread.widestToMedian, 0, 'f', 1);
        const QString summary = tr("%1; %2 of %3 channels use under 10 % of the tensor's range")
                                    .arg(widest)
                                    .arg(spread.narrow)
                                    .arg(spread.channels);
        m_legend->setSummary(summary);
        setAccessibleDescription(summary);
    }
    replot(rpQueuedReplot);
}

void ChannelRangePlot::fillMap() {
    const auto channels = static_cast<int>(m_weights->channels.size());
    const double low = m_weights->all.minimum();
    const double high = m_weights->all.maximum();
    const double padding = kRangePadding * (high - low);
    const double perRow = (high - low) / kRows;
    QCPColorMapData* data = m_map->data();
    data->setSize(channels, kRows);
    // Cells are centred on their coordinates.
    data->setRange(QCPRange(0, std::max(channels - 1, 1)),
                   QCPRange(low + perRow / 2, high - perRow / 2));
    for (int c = 0; c < channels; ++c) {
        const std::vector<double> rows =
            rowShares(m_weights->perChannel[static_cast<size_t>(c)], low, high);
        for (int row = 0; row < kRows; ++row) {
            data->setCell(c, row, rows[static_cast<size_t>(row)]);
        }
    }
    xAxis->setLabel(tr("output channel of %1").arg(QString::fromStdString(m_weights->layer)));
    xAxis->setRange(-0.5, channels - 0.5);
    yAxis->setRange(low - padding, high + 2 * padding);
    const double ends[] = {low, high};
    for (int i = 0; i < 2; ++i) {
        m_tensor[i]->point1->setCoords(0, ends[i]);
        m_tensor[i]->point2->setCoords(1, ends[i]);
    }
    m_tensorText->position->setCoords(channels - 0.5, high);
    m_tensorText->setText(tr("tensor's range %1").arg(rangeText({low, high})));
    setRange({low, high});
}

void ChannelRangePlot::setRange(const ClipRange& range) {
    const double ends[] = {range.low, range.high};
    for (int i = 0; i < 2; ++i) {
        m_clip[i]->point1->setCoords(0, ends[i]);
        m_clip[i]->point2->setCoords(1, ends[i]);
    }
    replot(rpQueuedReplot);
}

QString ChannelRangePlot::channelText(int channel) const {
    const ChannelRange& range = m_weights->channels[static_cast<size_t>(channel)];
    const double whole = tensorWidth(*m_weights);
    return tr("channel %1: %2, uses %3 of the tensor's range")
        .arg(channel)
        .arg(rangeText({range.low, range.high}),
             shareText(whole > 0.0 ? widthOf(range) / whole : std::nan("")));
}

void ChannelRangePlot::describe(int channel) {
    m_described = channel;
    m_description->setVisible(channel >= 0);
    m_marker->setVisible(channel >= 0);
    if (channel >= 0) {
        const ChannelRange& range = m_weights->channels[static_cast<size_t>(channel)];
        m_marker->topLeft->setCoords(channel - 0.5, range.high);
        m_marker->bottomRight->setCoords(channel + 0.5, range.low);
        m_description->setText(channelText(channel));
    }
    if (isVisible()) {
        layer("overlay")->replot();
    }
}

void ChannelRangePlot::mouseMoveEvent(QMouseEvent* event) {
    Plot::mouseMoveEvent(event);
    const bool inside = m_weights && axisRect()->rect().contains(event->position().toPoint());
    const double channel = std::round(xAxis->pixelToCoord(event->position().x()));
    const bool exists =
        inside && channel >= 0 && channel < static_cast<double>(m_weights->channels.size());
    describe(exists ? static_cast<int>(channel) : -1);
}

void ChannelRangePlot::leaveEvent(QEvent* event) {
    Plot::leaveEvent(event);
    describe(-1);
}

void ChannelRangePlot::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step == 0 || !m_weights || m_weights->channels.empty()) {
        Plot::keyPressEvent(event);
        return;
    }
    const auto last = static_cast<int>(m_weights->channels.size()) - 1;
    describe(m_described < 0 ? 0 : std::clamp(m_described + step, 0, last));
    setAccessibleDescription(m_description->text());
}

void ChannelRangePlot::focusOutEvent(QFocusEvent* event) {
    Plot::focusOutEvent(event);
    describe(-1);
}

void ChannelRangePlot::applyTheme(const Theme& theme) {
    axisRect()->setBackground(theme.background);
    m_map->setGradient(shareGradient(theme.dark));
    m_legend->setTheme(theme, shareGradient(theme.dark));
    for (int i = 0; i < 2; ++i) {
        m_tensor[i]->setPen(QPen(theme.text, 1, Qt::DashLine));
        m_clip[i]->setPen(QPen(theme.warning, 2));
    }
    m_tensorText->setColor(theme.text);
    m_tensorText->setFont(font());
    m_tensorText->setBrush(theme.background);  // it stands on the lines
    m_marker->setPen(QPen(theme.warning, 1.5));
    m_description->setFont(font());
    m_description->setColor(theme.text);
    m_description->setBrush(theme.background);
    m_description->setPen(QPen(theme.outline));
}

QString ChannelRangePlot::exportName() const {
    return "channel_ranges_" +
           QString::fromStdString(fileNameOf(m_weights ? m_weights->layer : "", ""));
}

QString ChannelRangePlot::exportTitle() const {
    return m_weights ? tr("Ranges of the output channels of %1")
                           .arg(QString::fromStdString(m_weights->layer))
                     : Plot::exportTitle();
}

QByteArray ChannelRangePlot::csv() const {
    if (!m_weights || m_weights->channels.empty()) {
        return {};
    }
    QByteArray text = csvLine({"channel", "low", "high"});
    for (size_t c = 0; c < m_weights->channels.size(); ++c) {
        text += csvLine({QString::number(c), csvNumber(m_weights->channels[c].low),
                         csvNumber(m_weights->channels[c].high)});
    }
    return text;
}

}  // namespace secateur
