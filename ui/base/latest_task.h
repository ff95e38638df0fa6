#pragma once

#include <QObject>
#include <QThreadPool>
#include <functional>

namespace secateur {

/// For computations of some ten milliseconds, too long for the GUI thread and too short for the job
/// list: runs them on one thread of its own, and only the latest request is answered.
class LatestTask : public QObject {
 public:
    using Answer = std::function<void()>;

    explicit LatestTask(QObject* parent = nullptr);
    /// Waits for the computation that is running.
    ~LatestTask() override;

    /// `work` runs on the other thread and must own what it reads; the answer that it returns runs
    /// in this thread, unless start() or forget() was called in the meantime.
    void start(std::function<Answer()> work);
    void forget();

 private:
    QThreadPool m_pool;
    int m_latest = 0;
};

}  // namespace secateur
