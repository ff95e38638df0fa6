#include "ui/models/bar_chart.h"

#include <QGraphicsScene>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/base/drawing_font.h"
#include "ui/models/bar_panel.h"

namespace secateur {

namespace {

constexpr double kMargin = 8.0;
constexpr double kMostRowLines = 4.0;  // a few rows need no bars as thick as a hand
constexpr double kLeastRowLines = 1.25;

}  // namespace

class BarChart::Scene : public QGraphicsScene {
 public:
    explicit Scene(const BarChart& chart) : m_chart(chart) {}

 protected:
    void drawForeground(QPainter* painter, const QRectF& exposed) override {
        painter->setRenderHint(QPainter::Antialiasing);
        m_chart.paintTexts(*painter, exposed);
    }

 private:
    const BarChart& m_chart;
};

BarChart::BarChart(const QString& exportName, const QString& title, QWidget* parent)
    : QGraphicsView(parent), m_exportName(exportName), m_scene(std::make_unique<Scene>(*this)) {
    setObjectName(exportName);
    setAccessibleName(title);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setFocusPolicy(Qt::NoFocus);  // a table beside it has the same rows
    setInteractive(false);
    setScene(m_scene.get());
    setLook(themeFor(palette()));
}

BarChart::~BarChart() = default;

void BarChart::setBars(Bars bars) {
    m_bars = std::move(bars);
    m_panels.resize(m_bars.panels.size());
    for (std::unique_ptr<BarPanel>& panel : m_panels) {
        panel = panel ? std::move(panel) : std::make_unique<BarPanel>(*m_scene);
    }
    setLook(themeFor(palette()));
    updateGeometry();
    layOut(viewport()->size());
}

void BarChart::setLook(const Theme& theme) {
    m_theme = theme;
    setBackgroundBrush(theme.background);
    m_scene->setBackgroundBrush(theme.background);
    for (size_t i = 0; i < m_panels.size(); ++i) {
        m_panels[i]->setBars(m_bars.panels[i], theme, drawingFont(*this, 0.9));
    }
}

int BarChart::lines() const {
    const auto panels = static_cast<int>(m_bars.panels.size());
    return (panels + m_bars.panelsInALine - 1) / m_bars.panelsInALine;
}

double BarChart::namesWidth(double width) const {
    double names = 0.0;
    QFont font = drawingFont(*this);
    for (const Bars::Row& row : m_bars.rows) {
        font.setBold(row.bold);
        names = std::max(names, QFontMetricsF(font).horizontalAdvance(row.name));
    }
    return std::min(names + 12.0, 0.28 * width);
}

double BarChart::panelWidth(double width) const {
    return (width - namesWidth(width) - 2 * kMargin) / m_bars.panelsInALine - kMargin;
}

double BarChart::titleLines(double width) const {
    QFont bold = drawingFont(*this, 0.9);
    bold.setBold(true);
    const QFontMetricsF metrics(bold);
    double highest = metrics.height();
    for (const Bars::Panel& panel : m_bars.panels) {
        const QRectF room(0, 0, panelWidth(width), 1000);
        highest =
            std::max(highest, metrics.boundingRect(room, Qt::TextWordWrap, panel.title).height());
    }
    return BarPanel::kTitleSpace + highest / metrics.height();
}

double BarChart::heightFor(double linesARow, double width) const {
    const QFontMetricsF metrics(drawingFont(*this, 0.9));
    const double note = m_bars.note.isEmpty()
                            ? 0.0
                            : metrics
                                  .boundingRect(QRectF(0, 0, width - 2 * kMargin, 1000),
                                                Qt::TextWordWrap, m_bars.note)
                                  .height();
    const double rows = linesARow * static_cast<double>(m_bars.rows.size());
    const double title = m_bars.title.isEmpty() ? 0.0 : 1.0 + BarPanel::kTitleSpace;
    return 2 * kMargin + note +
           metrics.height() * (title + lines() * (titleLines(width) + BarPanel::kAxisLines + rows));
}

void BarChart::layOut(const QSizeF& size) {
    if (m_panels.empty()) {
        m_scene->setSceneRect(QRectF(QPointF(0, 0), size));
        return;
    }
    const double line = QFontMetricsF(drawingFont(*this, 0.9)).height();
    const double height = std::min(size.height(), heightFor(kMostRowLines, size.width()));
    const double fixed = heightFor(0.0, size.width());
    const double bars = std::max(1.0, (height - fixed) / lines());
    const double title = m_bars.title.isEmpty() ? 0.0 : (1.0 + BarPanel::kTitleSpace) * line;
    const double head = titleLines(size.width()) * line;
    m_names = namesWidth(size.width());
    const double each = panelWidth(size.width());
    const double lineHeight = bars + head + BarPanel::kAxisLines * line;
    for (size_t i = 0; i < m_panels.size(); ++i) {
        const auto column = static_cast<int>(i) % m_bars.panelsInALine;
        const auto row = static_cast<int>(i) / m_bars.panelsInALine;
        const QRectF area(kMargin + m_names + column * (each + kMargin),
                          kMargin + title + row * lineHeight, each, lineHeight);
        m_panels[i]->place(area,
                           area.adjusted(0, head, -BarPanel::kGap, -BarPanel::kAxisLines * line));
    }
    const double foot = kMargin + title + lines() * lineHeight;
    m_noteArea = QRectF(kMargin, foot, size.width() - 2 * kMargin, size.height() - foot);
    m_scene->setSceneRect(QRectF(QPointF(0, 0), size));
    m_scene->update();
}

void BarChart::paintTexts(QPainter& painter, const QRectF& exposed) const {
    QFont bold = drawingFont(*this);
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(m_theme.text);
    const double width = m_scene->width() - 2 * kMargin;
    painter.drawText(QRectF(kMargin, kMargin, width,
                            (1.0 + BarPanel::kTitleSpace) * QFontMetricsF(bold).height()),
                     Qt::AlignLeft | Qt::AlignTop,
                     QFontMetricsF(bold).elidedText(m_bars.title, Qt::ElideMiddle, width));
    for (size_t i = 0; i < m_panels.size(); ++i) {
        m_panels[i]->paintTexts(painter, exposed);
        if (i % static_cast<size_t>(m_bars.panelsInALine) == 0) {
            paintNames(painter, *m_panels[i], exposed);
        }
    }
    painter.setFont(drawingFont(*this, 0.9));
    painter.setPen(m_theme.mutedText);
    painter.drawText(m_noteArea, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_bars.note);
}

void BarChart::paintNames(QPainter& painter, const BarPanel& panel, const QRectF& exposed) const {
    painter.setPen(m_theme.text);
    QFont font = drawingFont(*this);
    const double high = 1.2 * QFontMetricsF(font).height();
    for (size_t row = 0; row < m_bars.rows.size(); ++row) {
        const double y = panel.yOf(row);
        if (y + high < exposed.top() || y - high > exposed.bottom()) {
            continue;
        }
        font.setBold(m_bars.rows[row].bold);
        painter.setFont(font);
        const double width = m_names - 8.0;
        painter.drawText(
            QRectF(kMargin, y - 0.5 * high, width, high), Qt::AlignRight | Qt::AlignVCenter,
            QFontMetricsF(font).elidedText(m_bars.rows[row].name, Qt::ElideMiddle, width));
    }
}

QRectF BarChart::rowRect(size_t row) const {
    const BarPanel& panel = *m_panels.front();
    return {0.0, panel.yOf(row) - 0.5 * panel.rowHeight(), static_cast<double>(width()),
            panel.rowHeight()};
}

std::pair<double, double> BarChart::axis(size_t panel) const {
    return m_panels.at(panel)->axis();
}

int BarChart::rowAt(const QPointF& position) const {
    for (size_t i = 0; i < m_panels.size(); i += static_cast<size_t>(m_bars.panelsInALine)) {
        const BarPanel& panel = *m_panels[i];
        const double row = (position.y() - panel.plot().top()) / panel.rowHeight();
        if (row >= 0 && row < static_cast<double>(m_bars.rows.size())) {
            return static_cast<int>(row);
        }
    }
    return -1;
}

void BarChart::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    layOut(viewport()->size());
}

void BarChart::changeEvent(QEvent* event) {
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        setLook(themeFor(palette()));
        layOut(viewport()->size());
    }
}

bool BarChart::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) {
        return QGraphicsView::viewportEvent(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos());
    if (row < 0) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(help->globalPos(), m_bars.rows[static_cast<size_t>(row)].toolTip, this);
    }
    return true;
}

void BarChart::mouseReleaseEvent(QMouseEvent* event) {
    const int row = rowAt(event->position());
    if (row >= 0 && event->button() == Qt::LeftButton) {
        emit rowClicked(m_bars.rows[static_cast<size_t>(row)].id);
    }
}

QSize BarChart::exportSize() const {
    constexpr double kRowLines = 2.0;
    const double width = m_bars.exportWidth;
    return {m_bars.exportWidth, static_cast<int>(std::max(160.0, heightFor(kRowLines, width)))};
}

QSize BarChart::minimumSizeHint() const {
    constexpr int kLeastWidth = 420;
    return {kLeastWidth, static_cast<int>(heightFor(kLeastRowLines, kLeastWidth))};
}

void BarChart::renderTo(QPaintDevice& device, const QSize& size) {
    setLook(paperTheme());
    layOut(size);
    {
        QPainter painter(&device);
        painter.setRenderHint(QPainter::Antialiasing);
        m_scene->render(&painter, QRectF(QPointF(0, 0), size), m_scene->sceneRect(),
                        Qt::IgnoreAspectRatio);
    }
    setLook(themeFor(palette()));
    layOut(viewport()->size());
}

}  // namespace secateur
