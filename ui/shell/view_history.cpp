#include "ui/shell/view_history.h"

#include <QAction>
#include <QApplication>
#include <QMouseEvent>
#include <QTabWidget>
#include <algorithm>

#include "ui/workspace/workspace.h"

namespace secateur {

namespace {

constexpr int kSettledMs = 400;  // what is left sooner was not looked at

}  // namespace

ViewHistory::ViewHistory(Workspace& workspace, QTabWidget& tabs, QAction& back, QAction& forward,
                         QObject* parent)
    : QObject(parent),
      m_workspace(workspace),
      m_tabs(tabs),
      m_back(back),
      m_forward(forward),
      m_settled(this) {
    m_settled.setObjectName("historySettled");
    m_settled.setSingleShot(true);
    m_settled.setInterval(kSettledMs);
    connect(&m_settled, &QTimer::timeout, this, &ViewHistory::note);
    const auto look = [this] { m_settled.start(); };
    connect(&tabs, &QTabWidget::currentChanged, this, look);
    connect(&workspace, &Workspace::variantChanged, this, look);
    connect(&workspace.selection(), &Selection::changed, this, look);
    connect(&workspace, &Workspace::snapshotChanged, this, &ViewHistory::update);
    connect(&workspace, &Workspace::studyOpened, this, &ViewHistory::forget);
    connect(&back, &QAction::triggered, this, [this] { go(-1); });
    connect(&forward, &QAction::triggered, this, [this] { go(1); });
    qApp->installEventFilter(this);
    update();
}

bool ViewHistory::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonPress && watched->isWidgetType() &&
        static_cast<QWidget*>(watched)->window() == m_tabs.window()) {
        const Qt::MouseButton button = static_cast<QMouseEvent*>(event)->button();
        if (button == Qt::BackButton || button == Qt::ForwardButton) {
            (button == Qt::BackButton ? m_back : m_forward).trigger();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

void ViewHistory::forget() {
    m_places.clear();
    m_now = -1;
    m_settled.start();
    update();
}

ViewHistory::Place ViewHistory::here() const {
    const Selection& selection = m_workspace.selection();
    return {m_tabs.currentIndex(), m_workspace.variant(), selection.block(), selection.layer()};
}

void ViewHistory::note() {
    m_settled.stop();
    const Place place = here();
    if (!m_workspace.study() || (m_now >= 0 && m_places[m_now] == place)) {
        return;
    }
    m_places.resize(m_now + 1);
    if (m_now >= 0) {
        Place nothing = place;  // an empty selection is no place beside the one that fills it
        nothing.block.clear();
        nothing.layer.clear();
        if (m_places.back() == nothing) {
            m_places.pop_back();
        }
    }
    m_places.push_back(place);
    if (m_places.size() > kPlaces) {
        m_places.pop_front();
    }
    m_now = static_cast<int>(m_places.size()) - 1;
    update();
}

bool ViewHistory::exists(const Place& place) const {
    const auto snapshot = m_workspace.snapshot();
    return place.variant == 0 ||
           (snapshot && std::any_of(snapshot->variants.begin(), snapshot->variants.end(),
                                    [&](const Variant& v) { return v.id == place.variant; }));
}

int ViewHistory::stepTo(int direction) const {
    for (int i = m_now + direction; i >= 0 && i < static_cast<int>(m_places.size());
         i += direction) {
        if (exists(m_places[i]) && m_places[i] != here()) {
            return i - m_now;
        }
    }
    return 0;
}

void ViewHistory::go(int direction) {
    if (m_settled.isActive()) {
        note();  // one can come back to where one is now
    }
    if (const int step = stepTo(direction); step != 0) {
        m_now += step;
        const Place place = m_places[m_now];
        m_tabs.setCurrentIndex(place.page);
        if (place.variant != 0) {
            m_workspace.setVariant(place.variant);
        }
        m_workspace.selection().select(place.block, place.layer);
    }
    update();
    emit moved();
}

void ViewHistory::update() {
    m_back.setEnabled(stepTo(-1) != 0);
    m_forward.setEnabled(stepTo(1) != 0);
}

}  // namespace secateur
