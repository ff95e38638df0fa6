#include "ui/compare/comparison_chart.h"

#include <QGraphicsItem>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <set>

#include "ui/base/csv_text.h"
#include "ui/compare/bar_panel.h"
#include "ui/compare/compare_style.h"

namespace secateur {

namespace {

constexpr double kPanelMargin = 8.0;
constexpr double kMostRowLines = 8.0;  // of text, to a row

/// Where a percent axis may begin so that differences are seen: a multiple of 5 well below the
/// lowest whisker, or 0.
double percentStart(const std::vector<PanelBar>& bars) {
    double low = 100.0;
    double high = 0.0;
    for (const PanelBar& bar : bars) {
        if (bar.whisker) {
            low = std::min(low, bar.whisker->low);
            high = std::max(high, bar.whisker->high);
        }
    }
    const double start = std::floor((low - 0.5 * (high - low)) / 5.0) * 5.0;
    return high > low && start >= 20.0 ? start : 0.0;
}

QString machineNote(const Comparison& comparison) {
    std::set<std::string> machines;
    for (const ComparedVariant& item : comparison.variants) {
        if (item.evaluation) {
            machines.insert(item.evaluation->processor + ", " +
                            std::to_string(item.evaluation->workers) +
                            (item.evaluation->workers == 1 ? " worker" : " workers"));
        }
    }
    QStringList names;
    for (const std::string& machine : machines) {
        names << QString::fromStdString(machine);
    }
    const QString speeds = "Speed, loading included, on " + names.join("; ") + ".";
    return names.isEmpty()     ? QString()
           : names.size() == 1 ? speeds
                               : speeds +
                                     " Speeds of different machines or workers cannot be "
                                     "compared.";
}

QString imagesNote(const Comparison& comparison) {
    return comparison.images && comparison.data
               ? QString("Top-1 on %1 images of %2 %3; whiskers: Wilson's 95 % interval.")
                     .arg(countText(comparison.images->count),
                          QString::fromStdString(comparison.data->name),
                          QString::fromStdString(comparison.images->split))
               : QString();
}

}  // namespace

/// The names at the left, and the note below.
class ComparisonChart::Captions : public QGraphicsItem {
 public:
    explicit Captions(const ComparisonChart& chart) : m_chart(chart) {}

    void place(const QRectF& area, double namesWidth, const QRectF& note) {
        prepareGeometryChange();
        m_area = area;
        m_namesWidth = namesWidth;
        m_noteArea = note;
    }
    QRectF boundingRect() const override { return m_area; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override {
        const BarPanel& panel = *m_chart.m_panels[Top1Panel];
        QFont font = drawingFont(m_chart);
        for (size_t row = 0; row < m_chart.rows().size(); ++row) {
            const Variant* variant = m_chart.rows()[row].variant;
            font.setBold(variant == m_chart.m_comparison->reference.variant);
            painter->setFont(font);
            painter->setPen(m_chart.m_theme.text);
            const QString name = QFontMetricsF(font).elidedText(
                QString::fromStdString(variant->name), Qt::ElideMiddle, m_namesWidth - 8.0);
            painter->drawText(QRectF(panel.pos().x(), panel.pos().y() + panel.yOf(row) - 50,
                                     m_namesWidth - 8.0, 100),
                              Qt::AlignRight | Qt::AlignVCenter, name);
        }
        painter->setFont(drawingFont(m_chart, 0.9));
        painter->setPen(m_chart.m_theme.mutedText);
        painter->drawText(m_noteArea, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                          m_chart.m_note);
    }

 private:
    const ComparisonChart& m_chart;
    QRectF m_area;
    QRectF m_noteArea;
    double m_namesWidth = 0.0;
};

ComparisonChart::ComparisonChart(QWidget* parent) : QGraphicsView(parent) {
    setObjectName("comparisonChart");
    setAccessibleName("Top-1, size and speed of the compared variants");
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setFocusPolicy(Qt::NoFocus);  // the table below it has the same rows
    setInteractive(false);
    setScene(&m_scene);
    setupPanels();
    setLook(themeFor(palette()));
}

ComparisonChart::~ComparisonChart() = default;

void ComparisonChart::setupPanels() {
    m_panels = {new BarPanel("Top-1 (%)"), new BarPanel("Size (MB)"), new BarPanel("Images/s")};
    for (BarPanel* panel : m_panels) {
        m_scene.addItem(panel);
    }
    m_captions = new Captions(*this);
    m_captions->setZValue(10);
    m_scene.addItem(m_captions);
}

const std::vector<ComparedVariant>& ComparisonChart::rows() const {
    static const std::vector<ComparedVariant> kNone;
    return m_comparison ? m_comparison->variants : kNone;
}

void ComparisonChart::setComparison(std::shared_ptr<const Comparison> comparison) {
    m_comparison = std::move(comparison);
    m_note =
        m_comparison ? imagesNote(*m_comparison) + ' ' + machineNote(*m_comparison) : QString();
    setBars();
    updateGeometry();
    layOut(viewport()->size());
}

void ComparisonChart::setBars() {
    std::array<std::vector<PanelBar>, PanelCount> bars;
    for (const ComparedVariant& item : rows()) {
        const QColor colour = kindColour(item.variant->kind);
        const double size = static_cast<double>(item.variant->sizeBytes) / 1e6;
        PanelBar top1{{}, {}, "not measured", colour};
        PanelBar speed = top1;
        if (item.evaluation) {
            top1.value = 100.0 * item.top1();
            top1.whisker =
                ShareInterval{100.0 * item.top1Interval.low, 100.0 * item.top1Interval.high};
            top1.label = pointsText(item.top1());
            if (const double rate = item.evaluation->result.imagesPerSecond(); rate > 0) {
                speed.value = rate;
                speed.label = speedText(rate);
            }
        }
        bars[Top1Panel].push_back(top1);
        bars[SizePanel].push_back({size, {}, megabytes(item.variant->sizeBytes), colour});
        bars[SpeedPanel].push_back(speed);
    }
    std::optional<double> mark;
    if (m_comparison && m_comparison->reference.evaluation) {
        mark = 100.0 * m_comparison->reference.top1();
    }
    const double start = percentStart(bars[Top1Panel]);
    m_panels[Top1Panel]->setBars(bars[Top1Panel], start,
                                 mark && *mark >= start ? mark : std::nullopt);
    m_panels[SizePanel]->setBars(bars[SizePanel], 0.0, {});
    m_panels[SpeedPanel]->setBars(bars[SpeedPanel], 0.0, {});
}

void ComparisonChart::setLook(const Theme& theme) {
    m_theme = theme;
    setBackgroundBrush(theme.background);
    m_scene.setBackgroundBrush(theme.background);
    for (BarPanel* panel : m_panels) {
        panel->setLook(theme, drawingFont(*this, 0.9));
    }
}

void ComparisonChart::layOut(const QSizeF& size) {
    QFont bold = drawingFont(*this);
    bold.setBold(true);
    double names = 0.0;
    for (const ComparedVariant& item : rows()) {
        names = std::max(names, QFontMetricsF(bold).horizontalAdvance(
                                    QString::fromStdString(item.variant->name)));
    }
    names = std::min(names + 12.0, 0.28 * size.width());
    const double width = size.width() - 2 * kPanelMargin;
    const QFontMetricsF small(drawingFont(*this, 0.9));
    const QRectF noteSpace(kPanelMargin, 0, width, 1000);
    const double noteHeight = small.boundingRect(noteSpace, Qt::TextWordWrap, m_note).height() + 4;
    // A few variants need no bars as thick as a hand.
    const double bars = small.height() * kMostRowLines * static_cast<double>(rows().size());
    const double height = std::min(size.height() - noteHeight - 4 - kPanelMargin,
                                   bars + BarPanel::topHeight(drawingFont(*this, 0.9)) +
                                       BarPanel::bottomHeight(drawingFont(*this, 0.9)));
    const QRectF note(kPanelMargin, kPanelMargin + height, width, noteHeight);
    const double each = (width - names - 2 * kPanelMargin) / 3.0;
    double x = kPanelMargin;
    for (BarPanel* panel : m_panels) {
        const double own = panel == m_panels[Top1Panel] ? names : 0.0;
        panel->place(QRectF(x, kPanelMargin, each + own, height), own);
        x += each + own + kPanelMargin;
    }
    const QRectF all(QPointF(0, 0), size);
    m_captions->place(all, names, note);
    m_scene.setSceneRect(all);
}

int ComparisonChart::rowAt(const QPoint& position) const {
    const BarPanel& panel = *m_panels[Top1Panel];
    const double y = position.y() - panel.pos().y();
    for (size_t row = 0; row < rows().size(); ++row) {
        const double half = 0.5 * (panel.yOf(1) - panel.yOf(0));
        if (std::abs(y - panel.yOf(row)) <= half) {
            return static_cast<int>(row);
        }
    }
    return -1;
}

void ComparisonChart::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    layOut(viewport()->size());
}

void ComparisonChart::changeEvent(QEvent* event) {
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        setLook(themeFor(palette()));
        layOut(viewport()->size());
    }
}

bool ComparisonChart::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos());
        if (row < 0) {
            QToolTip::hideText();
        } else {
            const ComparedVariant& item = rows()[static_cast<size_t>(row)];
            QStringList lines{QString::fromStdString(item.variant->name)};
            if (item.evaluation) {
                lines << QString("Top-1 %1 (%2)")
                             .arg(percentText(item.top1()), percentText(item.top1Interval));
            }
            lines << megabyteText(item.variant->sizeBytes) + ", " +
                         QString::fromStdString(item.variant->encoding);
            QToolTip::showText(help->globalPos(), lines.join('\n'), this);
        }
        return true;
    }
    return QGraphicsView::viewportEvent(event);
}

void ComparisonChart::mouseReleaseEvent(QMouseEvent* event) {
    const int row = rowAt(event->pos());
    if (row >= 0 && event->button() == Qt::LeftButton) {
        emit variantClicked(rows()[static_cast<size_t>(row)].variant->id);
    }
}

QSize ComparisonChart::exportSize() const {
    const int rowHeight = QFontMetrics(drawingFont(*this)).height() * 2;
    return {960, 140 + rowHeight * std::max(3, static_cast<int>(rows().size()))};
}

QSize ComparisonChart::minimumSizeHint() const {
    const int line = QFontMetrics(drawingFont(*this)).height();
    return {420, line * (7 + static_cast<int>(rows().size() * 5 / 4))};
}

void ComparisonChart::renderTo(QPaintDevice& device, const QSize& size) {
    setLook(paperTheme());
    layOut(size);
    {
        QPainter painter(&device);
        painter.setRenderHint(QPainter::Antialiasing);
        m_scene.render(&painter, QRectF(QPointF(0, 0), size), m_scene.sceneRect(),
                       Qt::IgnoreAspectRatio);
    }
    setLook(themeFor(palette()));
    layOut(viewport()->size());
}

QByteArray ComparisonChart::csv() const {
    if (rows().empty()) {
        return {};
    }
    QByteArray text = csvLine({"variant", "kind", "encoding", "correct", "count", "top1",
                               "top1_low", "top1_high", "drop", "drop_low", "drop_high",
                               "size_bytes", "gzip_bytes", "images_per_second", "sparsity"});
    for (const ComparedVariant& item : rows()) {
        const Variant& variant = *item.variant;
        QStringList fields{QString::fromStdString(variant.name),
                           QString::fromStdString(variant.kind),
                           QString::fromStdString(variant.encoding)};
        if (item.evaluation) {
            const Evaluation& result = item.evaluation->result;
            fields << QString::number(result.correct) << QString::number(result.count())
                   << csvNumber(item.top1()) << csvNumber(item.top1Interval.low)
                   << csvNumber(item.top1Interval.high);
        } else {
            fields << QStringList(5, "");
        }
        if (item.drop) {
            fields << csvNumber(item.drop->drop) << csvNumber(item.drop->low)
                   << csvNumber(item.drop->high);
        } else {
            fields << QStringList(3, "");
        }
        const double speed = item.evaluation ? item.evaluation->result.imagesPerSecond() : 0.0;
        fields << QString::number(variant.sizeBytes) << QString::number(variant.gzipBytes)
               << (speed > 0 ? csvNumber(speed) : QString()) << csvNumber(variant.sparsity());
        text += csvLine(fields);
    }
    return text;
}

}  // namespace secateur
