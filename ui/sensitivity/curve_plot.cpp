#include "ui/sensitivity/curve_plot.h"

#include <QEvent>

#include <algorithm>
#include <cmath>
#include <set>

#include "ui/base/plot_style.h"
#include "ui/base/theme.h"
#include "ui/models/perturbation_kinds.h"
#include "ui/sensitivity/curve_looks.h"
#include "ui/sensitivity/sensitivity_text.h"

namespace secateur {

namespace {

constexpr double kShareMargin = 0.04;
constexpr double kBitMargin = 0.5;
constexpr size_t kMostNames = 13;    // in the legend; of more curves without roles, the ends
constexpr double kRangeStep = 5.0;   // points: the range of a running sweep grows in steps
constexpr double kBelowZero = 0.05;  // of the range: the baseline is not the frame
constexpr double kNearBelow = 1.0;   // tolerances under the baseline, and above
constexpr double kNearAbove = 4.0;

/// The range of drops to see, in points.
QCPRange dropRange(const std::map<std::string, CurveGraph*>& graphs, double tolerance,
                   const std::function<double(double)>& dropOf) {
    double low = -0.5;
    double high = tolerance * 1.5;
    for (const auto& [layer, graph] : graphs) {
        bool found = false;
        const QCPRange values = graph->getValueRange(found);
        if (found) {
            const double a = dropOf(values.lower);
            const double b = dropOf(values.upper);
            low = std::min({low, a, b});
            high = std::max({high, a, b});
        }
    }
    high = std::min(100.0, std::ceil(high / kRangeStep) * kRangeStep);
    return {std::min(low * 1.1, -kBelowZero * high), high};
}

/// The first curve that is not of all layers together.
CurvePtr firstOwn(const CurveList& curves) {
    const auto found = std::find_if(curves.begin(), curves.end(),
                                    [](const CurvePtr& curve) { return !curve->global(); });
    return found == curves.end() ? nullptr : *found;
}

}  // namespace

CurvePlot::CurvePlot(QWidget* parent) : QCustomPlot(parent), m_overlay(*this) {
    setObjectName(QStringLiteral("curvePlot"));
    setAccessibleName(tr("Sensitivity curves"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(240, 180);
    setupAxes();
    setValue(CurveValue::Drop);
    applyTheme(themeFor(palette()));
}

void CurvePlot::setupAxes() {
    setNoAntialiasingOnDrag(true);
    setAutoAddPlottableToLegend(false);
    legend->clearItems();
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    axisRect()->setRangeDrag(Qt::Vertical);
    axisRect()->setRangeZoom(Qt::Vertical);
    axisRect()->setupFullAxesBox();
    for (QCPAxis* axis : {xAxis2, yAxis2}) {
        axis->setTicks(false);
        axis->setTickLabels(false);
    }
    plotLayout()->setMargins(QMargins(4, 8, 8, 4));
    setKind(m_kind);
}

void CurvePlot::setKind(PerturbationKind kind) {
    m_kind = kind;
    xAxis->setLabel(traitsOf(kind).axis);
    xAxis->setRangeReversed(harderDownwards(kind));
    if (harderDownwards(kind)) {
        xAxis->setTicker(QSharedPointer<QCPAxisTickerFixed>::create());  // whole numbers
    } else {
        xAxis->setTicker(QSharedPointer<QCPAxisTicker>::create());
    }
    showWholeRange();
}

void CurvePlot::setBaseline(double accuracy) {
    if (accuracy != m_baseline) {
        m_baseline = accuracy;
        makeGraphs();
    }
}

void CurvePlot::makeGraphs() {
    m_overlay.clearHover();
    for (const auto& [layer, graph] : m_graphs) {
        graph->setCurve(graph->curve(), m_value, m_baseline);
    }
    showWholeRange();
}

void CurvePlot::setCurves(const CurveList& curves) {
    if (curves == m_curves) {
        return;
    }
    bool sameLayers = curves.size() == m_curves.size();
    for (size_t i = 0; sameLayers && i < curves.size(); ++i) {
        sameLayers = curves[i]->layer == m_curves[i]->layer && curves[i]->role == m_curves[i]->role;
    }
    m_curves = curves;
    std::map<std::string, CurveGraph*> gone;
    gone.swap(m_graphs);
    for (const CurvePtr& curve : m_curves) {
        const auto known = gone.find(curve->layer);
        CurveGraph* graph =
            known == gone.end() ? new CurveGraph(xAxis, yAxis) : gone.extract(known).mapped();
        m_graphs[curve->layer] = graph;
        if (graph->curve() != curve) {
            graph->setCurve(curve, m_value, m_baseline);
            graph->setName(curveTitle(*curve));
        }
    }
    if (!sameLayers) {
        legend->clearItems();
    }
    for (const auto& [layer, graph] : gone) {
        removePlottable(graph);
    }
    const CurveGraph* hovered = nullptr;
    if (m_overlay.hoveredCurve()) {
        const auto found = m_graphs.find(m_overlay.hoveredCurve()->layer);
        hovered = found == m_graphs.end() ? nullptr : found->second;
    }
    if (!sameLayers) {
        applyLooks(themeFor(palette()));
    }
    fitRange();
    updateTolerance();
    hover(hovered, std::min(m_overlay.hoveredPoint(),
                            hovered != nullptr ? hovered->curve()->points.size() - 1 : 0));
    scheduleReplot();
}

void CurvePlot::setValue(CurveValue value) {
    m_value = value;
    const bool drop = value == CurveValue::Drop;
    yAxis->setLabel(drop ? tr("Accuracy drop (points)") : tr("Top-1 accuracy (%)"));
    axisRect()->insetLayout()->setInsetAlignment(
        0, Qt::AlignLeft | (drop ? Qt::AlignTop : Qt::AlignBottom));
    makeGraphs();
}

void CurvePlot::setShownRange(CurveRange range) {
    m_range = range;
    showWholeRange();
}

void CurvePlot::setTolerance(double points) {
    if (points == m_tolerance) {
        return;
    }
    m_tolerance = points;
    const QCPRange before = yAxis->range();
    fitRange();
    updateTolerance();
    if (yAxis->range() != before) {
        scheduleReplot();
    } else if (isVisible()) {
        m_overlay.replot();
    } else {
        m_stale = true;
    }
}

void CurvePlot::setSelectedLayer(const QString& layer) {
    const std::string name = layer.toStdString();
    if (name == m_selected) {
        return;
    }
    m_selected = name;
    applyLooks(themeFor(palette()));
    fitRange();
    updateTolerance();
    scheduleReplot();
}

const CurveGraph* CurvePlot::markedGraph() const {
    const auto selected = m_graphs.find(m_selected);
    if (selected != m_graphs.end()) {
        return selected->second;
    }
    const auto global = m_graphs.find("global");
    return global == m_graphs.end() ? nullptr : global->second;
}

void CurvePlot::updateTolerance() {
    const double value = curveValue(m_value, m_baseline, m_tolerance / 100.0);
    m_overlay.setTolerance(value, tr("tolerance %1 points").arg(pointsText(m_tolerance / 100.0)));
    const CurveGraph* marked = markedGraph();
    if (marked == nullptr) {
        m_overlay.setSafeLevel({}, {}, {});
        return;
    }
    const SensitivityCurve& curve = *marked->curve();
    const double safe = curve.safeRatio(m_tolerance / 100.0);
    const bool shown = !curve.untested() && (safe > 0.0 || !harderDownwards(m_kind));
    m_overlay.setSafeLevel(shown ? std::optional(safe) : std::nullopt, safeText(curve, safe),
                           marked->look().colour);
}

void CurvePlot::fitLevels() {
    if (!harderDownwards(m_kind)) {
        double last = 0.0;
        for (const CurvePtr& curve : m_curves) {
            last = std::max(last, curve->points.back().ratio);
        }
        xAxis->setRange(0.0, m_curves.empty() ? 1.0 : std::min(1.0, last + kShareMargin));
        return;
    }
    double most = 8.0;
    double fewest = m_curves.empty() ? 2.0 : most;
    for (const CurvePtr& curve : m_curves) {
        most = std::max(most, curve->points.front().ratio);
        fewest = std::min(fewest, curve->points.back().ratio);
    }
    xAxis->setRange(fewest - kBitMargin, most + kBitMargin);
}

void CurvePlot::fitRange() {
    if (m_ownRange || m_dragging) {
        return;
    }
    fitLevels();
    const double baseline = 100.0 * m_baseline;
    const auto flip = [&](double value) {
        return m_value == CurveValue::Drop ? value : baseline - value;
    };
    const double unit = std::max(m_tolerance, 0.5);
    const QCPRange drops = m_range == CurveRange::NearTolerance
                               ? QCPRange(-kNearBelow * unit, kNearAbove * unit)
                               : dropRange(m_graphs, m_tolerance, flip);
    yAxis->setRange(QCPRange(flip(drops.lower), flip(drops.upper)));
}

void CurvePlot::applyTheme(const Theme& theme) {
    stylePlot(*this, theme, font());
    m_overlay.setTheme(theme, font());
    applyLooks(theme);
    updateTolerance();
}

void CurvePlot::applyLooks(const Theme& theme) {
    const CurveLooks looks = curveLooks(m_curves, m_selected, theme);
    for (const auto& [layer, look] : looks.layers) {
        m_graphs.at(layer)->setLook(look);
    }
    legend->clearItems();
    for (const auto& [role, graph] : m_roleKeys) {
        removePlottable(graph);
    }
    m_roleKeys.clear();
    for (const auto& [role, look] : looks.roles) {
        auto* key = new CurveGraph(xAxis, yAxis);
        key->setName(roleTitle(role));
        key->setLook(look);
        m_roleKeys[role] = key;
    }
    fillLegend(looks, theme);
}

void CurvePlot::fillLegend(const CurveLooks& looks, const Theme& theme) {
    std::set<std::string> named;  // roles come in the order of the network
    const bool fewNames = looks.roles.empty() && looks.layers.size() > kMostNames;
    for (const CurvePtr& curve : m_curves) {
        const std::string role = lookRole(looks, curve->role);
        const bool ends = curve == m_curves.back() || curve == firstOwn(m_curves);
        if ((looks.roles.empty() && (!fewNames || ends)) || curve->global() ||
            curve->layer == m_selected) {
            m_graphs.at(curve->layer)->addToLegend();
        }
        if (!looks.roles.empty() && !curve->global() && named.insert(role).second && role != "") {
            m_roleKeys.at(role)->addToLegend();
        }
    }
    if (named.count("") > 0) {
        m_roleKeys.at("")->addToLegend();
    }
    QColor back = theme.background;
    back.setAlphaF(0.8F);
    legend->setBrush(back);
    legend->setBorderPen(QPen(theme.grid));
    legend->setFont(font());
    legend->setTextColor(theme.text);
    legend->setIconSize(24, fontMetrics().height());
    legend->setRowSpacing(0);
    legend->setMargins(QMargins(6, 3, 6, 3));
    legend->setVisible(!m_curves.empty());
}

void CurvePlot::scheduleReplot() {
    m_stale = !isVisible();
    if (!m_stale) {
        replot(rpQueuedReplot);
    }
}

QPointF CurvePlot::pointPosition(const std::string& layer, size_t index) const {
    const auto graph = m_graphs.find(layer);
    if (graph == m_graphs.end() || index >= graph->second->curve()->points.size()) {
        return {};
    }
    const QPointF at = graph->second->at(index);
    return graph->second->coordsToPixels(at.x(), at.y());
}

void CurvePlot::renderTo(QPaintDevice& device, const QSize& size) {
    const Theme paper = paperTheme();
    applyTheme(paper);
    m_overlay.setHoverShown(false);
    auto* caption = new QCPTextElement(this, m_caption, font());
    caption->setTextColor(paper.text);
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, caption);
    paintPlot(*this, device, size);
    plotLayout()->remove(caption);
    plotLayout()->simplify();
    m_overlay.setHoverShown(true);
    applyTheme(themeFor(palette()));
    scheduleReplot();
}

QByteArray CurvePlot::csv() const {
    return curvesCsv(m_curves);
}

}  // namespace secateur
