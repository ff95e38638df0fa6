#include "ui/quantization/qat_plot.h"

#include <algorithm>
#include <cmath>

#include "ui/base/csv_text.h"

namespace secateur {

namespace {

constexpr int kLeastLines = 26;  // of text, in height: three drawings with their axes
constexpr double kHalf = 0.5;
constexpr double kLineWidth = 2.0;
constexpr double kPointSize = 6.0;
constexpr double kFaint = 0.35;
constexpr double kLeastScaleRange = 0.05;  // of the scale at the first epoch

QCPLegend* addLegend(QCPAxisRect* rect, Qt::Alignment corner) {
    auto* legend = new QCPLegend;
    rect->insetLayout()->addElement(legend, corner | Qt::AlignRight);
    legend->setLayer(QStringLiteral("legend"));
    return legend;
}

void fitValues(QCPAxisRect* rect, double least) {
    rect->axis(QCPAxis::atLeft)->rescale(true);
    QCPRange range = rect->axis(QCPAxis::atLeft)->range();
    const double margin = std::max(least, 0.08 * range.size());
    rect->axis(QCPAxis::atLeft)->setRange(range.lower - margin, range.upper + margin);
}

}  // namespace

QatPlot::QatPlot(QWidget* parent)
    : Plot("qatPlot", tr("Quantization-aware training over its epochs"), parent) {
    setFocusPolicy(Qt::NoFocus);
    setAutoAddPlottableToLegend(false);
    setMinimumSize(320, kLeastLines * fontMetrics().height());
    plotLayout()->clear();
    m_lossRect = addRect(0, tr("Training loss"));
    m_accuracyRect = addRect(1, tr("Top-1 accuracy (%)"));
    m_scaleRect = addRect(2, tr("Scale (first epoch = 1)"));
    m_scaleRect->axis(QCPAxis::atBottom)->setLabel(tr("Epoch"));
    auto* margins = new QCPMarginGroup(this);
    for (QCPAxisRect* rect : {m_lossRect, m_accuracyRect, m_scaleRect}) {
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
    }
    m_accuracyLegend = addLegend(m_accuracyRect, Qt::AlignBottom);
    m_scaleLegend = addLegend(m_scaleRect, Qt::AlignTop);
    m_loss = addLine(m_lossRect, tr("loss"), 0);
    m_simulated = addLine(m_accuracyRect, tr("simulated (fake quantization)"), 1);
    m_converted = addLine(m_accuracyRect, tr("converted, on INT8 kernels"), 2);
    m_outputScale = addLine(m_scaleRect, tr("output"), 1);
    m_weightScale = addLine(m_scaleRect, tr("weights, largest channel"), 2);
    m_accuracyLegend->addItem(new QCPPlottableLegendItem(m_accuracyLegend, m_simulated));
    m_accuracyLegend->addItem(new QCPPlottableLegendItem(m_accuracyLegend, m_converted));
    m_scaleLegend->addItem(new QCPPlottableLegendItem(m_scaleLegend, m_outputScale));
    m_scaleLegend->addItem(new QCPPlottableLegendItem(m_scaleLegend, m_weightScale));
    restyle();
}

QCPAxisRect* QatPlot::addRect(int row, const QString& label) {
    auto* rect = new QCPAxisRect(this);
    plotLayout()->addElement(row, 0, rect);
    rect->setupFullAxesBox();
    rect->axis(QCPAxis::atLeft)->setLabel(label);
    auto whole = QSharedPointer<QCPAxisTickerFixed>::create();
    whole->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    rect->axis(QCPAxis::atBottom)->setTicker(whole);
    for (QCPAxis* axis : rect->axes()) {
        axis->setLayer(QStringLiteral("axes"));
        axis->grid()->setLayer(QStringLiteral("grid"));
    }
    for (const auto type : {QCPAxis::atTop, QCPAxis::atRight}) {
        rect->axis(type)->setTicks(false);
        rect->axis(type)->setTickLabels(false);
    }
    return rect;
}

QCPGraph* QatPlot::addLine(QCPAxisRect* rect, const QString& name, int colour) {
    QCPGraph* graph = addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    graph->setName(name);
    graph->setProperty("colour", colour);
    graph->setSelectable(QCP::stNone);
    return graph;
}

void QatPlot::setEpochs(std::vector<EpochRecord> epochs) {
    std::erase_if(epochs, [](const EpochRecord& epoch) { return !epoch.quantization; });
    m_epochs = std::move(epochs);
    fill();
}

void QatPlot::setSelectedLayer(const QString& layer) {
    m_selected = layer.toStdString();
    fillScales();
    replot(rpQueuedReplot);
}

const LayerScales* QatPlot::scalesOf(const EpochRecord& epoch, const std::string& layer) const {
    const auto& scales = epoch.quantization->scales;
    const auto found = std::find_if(scales.begin(), scales.end(),
                                    [&](const LayerScales& s) { return s.layer == layer; });
    return found == scales.end() ? nullptr : &*found;
}

QString QatPlot::shownLayer() const {
    return !m_epochs.empty() && scalesOf(m_epochs.front(), m_selected) != nullptr
               ? QString::fromStdString(m_selected)
               : QString();
}

void QatPlot::fill() {
    QVector<double> at;
    QVector<double> loss;
    QVector<double> simulated;
    QVector<double> converted;
    for (const EpochRecord& epoch : m_epochs) {
        at << static_cast<double>(epoch.epoch);
        loss << epoch.loss;
        simulated << 100.0 * epoch.quantization->simulatedAccuracy;
        converted << 100.0 * epoch.accuracy;
    }
    m_loss->setData(at, loss, true);
    m_simulated->setData(at, simulated, true);
    m_converted->setData(at, converted, true);
    const double last = at.isEmpty() ? 1.0 : at.last();
    for (QCPAxisRect* rect : {m_lossRect, m_accuracyRect, m_scaleRect}) {
        rect->axis(QCPAxis::atBottom)->setRange(1.0 - kHalf, last + kHalf);
    }
    fitValues(m_lossRect, 0.01);
    fitValues(m_accuracyRect, 0.2);
    fillScales();
    markFreezing();
    replot(rpQueuedReplot);
}

/// Against the first epoch: layers' scales differ by orders of magnitude, their drift does not.
void QatPlot::fillScales() {
    for (QCPGraph* graph : m_others) {
        removePlottable(graph);
    }
    m_others.clear();
    m_outputScale->data()->clear();
    m_weightScale->data()->clear();
    const bool any = !m_epochs.empty();
    const auto& first = any ? m_epochs.front().quantization->scales : std::vector<LayerScales>();
    const QColor faint = themeFor(palette()).grid;
    for (const LayerScales& start : first) {
        const bool selected = start.layer == m_selected;
        QCPGraph* output = selected ? m_outputScale : addLine(m_scaleRect, {}, 0);
        for (const EpochRecord& epoch : m_epochs) {
            const LayerScales* scales = scalesOf(epoch, start.layer);
            const auto at = static_cast<double>(epoch.epoch);
            if (scales != nullptr && start.scale > 0.0) {
                output->addData(at, scales->scale / start.scale);
            }
            if (selected && scales != nullptr && start.weightScale > 0.0) {
                m_weightScale->addData(at, scales->weightScale / start.weightScale);
            }
        }
        if (!selected) {
            output->setPen(QPen(faint, 1.0));
            output->setLayer(QStringLiteral("grid"));
            m_others.push_back(output);
        }
    }
    const QString layer = shownLayer();
    m_outputScale->setName(layer.isEmpty() ? tr("select a layer") : tr("%1: output").arg(layer));
    m_weightScale->setName(tr("%1: weights, largest channel").arg(layer));
    fitValues(m_scaleRect, kLeastScaleRange);
}

void QatPlot::markFreezing() {
    for (QCPAbstractItem* mark : m_marks) {
        removeItem(mark);
    }
    m_marks.clear();
    const auto mark = [&](const auto& frozen, const QString& text, Qt::Alignment side) {
        const auto first = std::find_if(m_epochs.begin(), m_epochs.end(), [&](const auto& epoch) {
            return frozen(*epoch.quantization);
        });
        if (first == m_epochs.end()) {
            return;
        }
        const double x = static_cast<double>(first->epoch) - kHalf;
        auto* line = new QCPItemStraightLine(this);
        auto* label = new QCPItemText(this);
        for (QCPAbstractItem* item : std::initializer_list<QCPAbstractItem*>{line, label}) {
            item->setClipAxisRect(m_accuracyRect);
            for (QCPItemPosition* position : item->positions()) {
                position->setAxisRect(m_accuracyRect);
                position->setAxes(m_accuracyRect->axis(QCPAxis::atBottom),
                                  m_accuracyRect->axis(QCPAxis::atLeft));
            }
            m_marks.push_back(item);
        }
        line->point1->setCoords(x, 0.0);
        line->point2->setCoords(x, 1.0);
        label->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        label->position->setCoords(x, side == Qt::AlignTop ? 0.02 : 0.16);
        label->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
        label->setPadding(QMargins(4, 0, 4, 0));
        label->setText(text);
    };
    mark([](const QuantEpoch& e) { return e.observersFrozen; }, tr("ranges frozen"), Qt::AlignTop);
    mark([](const QuantEpoch& e) { return e.normsFrozen; }, tr("BN frozen"), Qt::AlignBottom);
    applyTheme(themeFor(palette()));
}

void QatPlot::applyTheme(const Theme& theme) {
    for (QCPGraph* graph : {m_loss, m_simulated, m_converted, m_outputScale, m_weightScale}) {
        const QColor colour = categoricalColour(graph->property("colour").toInt(), theme.dark);
        graph->setPen(QPen(colour, kLineWidth));
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, kPointSize));
    }
    for (QCPGraph* graph : m_others) {
        QColor faint = theme.mutedText;
        faint.setAlphaF(kFaint);
        graph->setPen(QPen(faint, 1.0));
    }
    for (QCPLegend* legend : {m_accuracyLegend, m_scaleLegend}) {
        styleLegend(*legend, theme, font());
    }
    for (QCPAbstractItem* mark : m_marks) {
        if (auto* line = qobject_cast<QCPItemStraightLine*>(mark)) {
            line->setPen(QPen(theme.mutedText, 1, Qt::DashLine));
        } else if (auto* label = qobject_cast<QCPItemText*>(mark)) {
            label->setColor(theme.mutedText);
            label->setFont(font());
        }
    }
}

QByteArray QatPlot::csv() const {
    if (m_epochs.empty()) {
        return {};
    }
    QByteArray text = csvLine({"epoch", "loss", "train_accuracy", "simulated_accuracy",
                               "converted_accuracy", "ranges_frozen", "batch_norm_frozen", "layer",
                               "scale", "zero_point", "weight_scale"});
    for (const EpochRecord& epoch : m_epochs) {
        const QuantEpoch& quantization = *epoch.quantization;
        QStringList fields{
            QString::number(epoch.epoch),        csvNumber(epoch.loss),
            csvNumber(epoch.trainAccuracy),      csvNumber(quantization.simulatedAccuracy),
            csvNumber(epoch.accuracy),           quantization.observersFrozen ? "1" : "0",
            quantization.normsFrozen ? "1" : "0"};
        const LayerScales* scales = scalesOf(epoch, m_selected);
        fields << (scales != nullptr
                       ? QStringList{QString::fromStdString(scales->layer),
                                     csvNumber(scales->scale), QString::number(scales->zeroPoint),
                                     csvNumber(scales->weightScale)}
                       : QStringList{{}, {}, {}, {}});
        text += csvLine(fields);
    }
    return text;
}

}  // namespace secateur
