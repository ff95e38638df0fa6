#include "core/data/loading_time.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>

namespace secateur {

namespace {

using Clock = std::chrono::steady_clock;

/// Nanoseconds of one thread at a time: a thread that ends leaves its counter to the next.
struct Counters {
    std::mutex mutex;
    std::deque<std::atomic<int64_t>> all;
    std::vector<std::atomic<int64_t>*> idle;
};

/// Never destroyed: threads may end after static objects do.
Counters& counters() {
    static auto* all = new Counters;
    return *all;
}

class OwnCounter {
 public:
    OwnCounter() {
        Counters& shared = counters();
        const std::scoped_lock lock(shared.mutex);
        if (shared.idle.empty()) {
            m_nanoseconds = &shared.all.emplace_back(0);
        } else {
            m_nanoseconds = shared.idle.back();
            shared.idle.pop_back();
        }
    }
    ~OwnCounter() {
        Counters& shared = counters();
        const std::scoped_lock lock(shared.mutex);
        shared.idle.push_back(m_nanoseconds);
    }
    OwnCounter(const OwnCounter&) = delete;
    OwnCounter& operator=(const OwnCounter&) = delete;

    void add(Clock::duration time) {
        *m_nanoseconds += std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
    }

 private:
    std::atomic<int64_t>* m_nanoseconds;
};

std::vector<int64_t> nanoseconds() {
    Counters& shared = counters();
    const std::scoped_lock lock(shared.mutex);
    return {shared.all.begin(), shared.all.end()};
}

}  // namespace

LoadingTimer::~LoadingTimer() {
    thread_local OwnCounter counter;
    counter.add(Clock::now() - m_started);
}

void LoadingShare::restart() {
    m_started = Clock::now();
    m_before = nanoseconds();
}

double LoadingShare::share() const {
    std::vector<int64_t> now = nanoseconds();
    int64_t loading = 0;
    int64_t threads = 0;
    for (size_t i = 0; i < now.size(); ++i) {
        const int64_t spent = now[i] - (i < m_before.size() ? m_before[i] : 0);
        loading += spent;
        threads += spent > 0 ? 1 : 0;
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - m_started).count();
    const double available = seconds * static_cast<double>(threads);
    return available > 0 ? std::min(1.0, static_cast<double>(loading) * 1e-9 / available) : 0.0;
}

}  // namespace secateur
