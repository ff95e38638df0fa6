#include "ui/base/fitting_scroll_area.h"

#include <QEvent>
#include <QScreen>
#include <QScrollBar>

namespace secateur {

namespace {

constexpr int kLinesBelow = 10;  // buttons, what is said above them, the title bar
constexpr int kLinesBeside = 4;

}  // namespace

FittingScrollArea::FittingScrollArea(QWidget* content, QWidget* parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);  // what is in it has it
    setWidgetResizable(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    setWidget(content);
}

QSize FittingScrollArea::room() const {
    const int line = fontMetrics().lineSpacing();
    return screen()->availableSize() - QSize(kLinesBeside * line, kLinesBelow * line);
}

QSize FittingScrollArea::minimumSizeHint() const {
    QSize wanted = widget()->minimumSizeHint();
    const QSize room = this->room();
    if (wanted.height() > room.height()) {
        wanted.rwidth() += verticalScrollBar()->sizeHint().width();
    }
    if (wanted.width() > room.width()) {
        wanted.rheight() += horizontalScrollBar()->sizeHint().height();
    }
    return wanted.boundedTo(room);
}

/// Rows come and go.
bool FittingScrollArea::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) {
        updateGeometry();
    }
    return QScrollArea::eventFilter(watched, event);
}

}  // namespace secateur
