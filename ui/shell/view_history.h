#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <cstdint>
#include <deque>

class QAction;
class QTabWidget;

namespace secateur {

class Workspace;

/// Where the user has been in the open study, as in a browser: each place is a page with a network
/// and a layer or block. What is passed on the way, by keys or because a stage selects what it
/// made, is no place; a network that was removed is passed over. GUI thread.
class ViewHistory : public QObject {
    Q_OBJECT

 public:
    static constexpr size_t kPlaces = 200;  ///< older ones are forgotten

    /// `back` and `forward` are enabled where there is such a place, and go there; so do those
    /// buttons of a mouse within the window of `tabs`.
    ViewHistory(Workspace& workspace, QTabWidget& tabs, QAction& back, QAction& forward,
                QObject* parent);

    bool eventFilter(QObject* watched, QEvent* event) override;

 signals:
    void moved();

 private:
    struct Place {
        int page = 0;
        int64_t variant = 0;
        QString block;
        QString layer;
        bool operator==(const Place&) const = default;
    };

    void forget();
    void note();
    void go(int step);
    Place here() const;
    bool exists(const Place& place) const;
    /// Steps to the nearest place that exists in this direction (-1 or 1); 0: there is none.
    int stepTo(int direction) const;
    void update();

    Workspace& m_workspace;
    QTabWidget& m_tabs;
    QAction& m_back;
    QAction& m_forward;
    QTimer m_settled;
    std::deque<Place> m_places;
    int m_now = -1;  ///< in m_places
};

}  // namespace secateur
