#include "ui/base/latest_task.h"

#include <QMetaObject>
#include <utility>

namespace secateur {

LatestTask::LatestTask(QObject* parent) : QObject(parent) {
    m_pool.setMaxThreadCount(1);
}

LatestTask::~LatestTask() {
    m_pool.clear();
    m_pool.waitForDone();
}

void LatestTask::start(std::function<Answer()> work) {
    forget();
    m_pool.start([this, number = m_latest, work = std::move(work)] {
        Answer answer = work();
        // `this` lives: the destructor waits. What is queued for it dies with it.
        QMetaObject::invokeMethod(
            this,
            [this, number, answer = std::move(answer)] {
                if (number == m_latest) {
                    answer();
                }
            },
            Qt::QueuedConnection);
    });
}

void LatestTask::forget() {
    m_pool.clear();
    ++m_latest;
}

}  // namespace secateur
