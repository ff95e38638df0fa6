#include "ui/compare/confusion_matrix_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/compare/compare_style.h"

namespace secateur {

ConfusionMatrixView::ConfusionMatrixView(QWidget* parent) : QWidget(parent) {
    setObjectName("confusionMatrixView");
    setAccessibleName(tr("Confusion matrix"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ConfusionMatrixView::setComparison(std::shared_ptr<const Comparison> comparison,
                                        int64_t variant) {
    m_comparison = std::move(comparison);
    m_variant = variant;
    redraw();
}

void ConfusionMatrixView::setMode(ConfusionMode mode) {
    m_mode = mode;
    redraw();
}

void ConfusionMatrixView::redraw() {
    m_drawing = ConfusionDrawing(m_comparison, m_variant, m_mode);
    const int64_t classes = m_drawing.classes();
    if (m_current && (m_current->label >= classes || m_current->prediction >= classes)) {
        m_current.reset();
    }
    update();
    emit currentChanged();  // the numbers of the cell are others
}

void ConfusionMatrixView::setCurrent(const std::optional<ConfusionCell>& cell) {
    if (cell != m_current) {
        m_current = cell;
        setAccessibleDescription(currentText());
        update();
        emit currentChanged();
    }
}

QString ConfusionMatrixView::currentText() const {
    return m_current ? m_drawing.describe(*m_current) : QString();
}

QRectF ConfusionMatrixView::cellRect(const ConfusionCell& cell) const {
    return m_drawing.cellRect(size(), drawingFont(*this), cell);
}

void ConfusionMatrixView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = themeFor(palette());
    m_drawing.paint(painter, size(), drawingFont(*this), theme);
    if (m_current && !isEmpty()) {
        painter.setPen(QPen(theme.text, hasFocus() ? 2.5 : 1.5));
        painter.drawRect(cellRect(*m_current));
    }
}

void ConfusionMatrixView::mousePressEvent(QMouseEvent* event) {
    const auto cell = m_drawing.cellAt(size(), drawingFont(*this), event->position());
    if (cell && event->button() == Qt::LeftButton) {
        setCurrent(cell);
        emit cellActivated(cell->label, cell->prediction);
    }
}

void ConfusionMatrixView::keyPressEvent(QKeyEvent* event) {
    ConfusionCell cell = m_current.value_or(ConfusionCell());
    switch (event->key()) {
        case Qt::Key_Left:
            --cell.prediction;
            break;
        case Qt::Key_Right:
            ++cell.prediction;
            break;
        case Qt::Key_Up:
            --cell.label;
            break;
        case Qt::Key_Down:
            ++cell.label;
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_current) {
                emit cellActivated(cell.label, cell.prediction);
            }
            return;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    if (!isEmpty()) {
        const int64_t last = m_drawing.classes() - 1;
        // The first key shows where one is.
        setCurrent(m_current ? ConfusionCell{std::clamp<int64_t>(cell.label, 0, last),
                                             std::clamp<int64_t>(cell.prediction, 0, last)}
                             : ConfusionCell());
    }
}

bool ConfusionMatrixView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto cell = m_drawing.cellAt(size(), drawingFont(*this), help->pos());
    if (cell) {
        QToolTip::showText(help->globalPos(), m_drawing.describe(*cell), this);
    } else {
        QToolTip::hideText();
    }
    return true;
}

QSize ConfusionMatrixView::exportSize() const {
    return m_drawing.classes() <= 20 ? QSize(840, 620) : QSize(1200, 1100);
}

void ConfusionMatrixView::renderTo(QPaintDevice& device, const QSize& size) {
    QPainter painter(&device);
    m_drawing.paint(painter, size, drawingFont(*this), paperTheme());
}

}  // namespace secateur
