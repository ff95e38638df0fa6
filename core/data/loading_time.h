#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace secateur {

/// Counts the time from here to the end of its scope as this thread's loading of images: waiting
/// for files, decoding, normalising.
class LoadingTimer {
 public:
    LoadingTimer() = default;
    ~LoadingTimer();
    LoadingTimer(const LoadingTimer&) = delete;
    LoadingTimer& operator=(const LoadingTimer&) = delete;

 private:
    std::chrono::steady_clock::time_point m_started = std::chrono::steady_clock::now();
};

/// What share of the time of this process's threads has gone to loading since the last restart(),
/// of those threads that have loaded images at all: 0 where none has, at most 1.
class LoadingShare {
 public:
    LoadingShare() { restart(); }
    void restart();
    double share() const;

 private:
    std::chrono::steady_clock::time_point m_started;
    std::vector<int64_t> m_before;  ///< nanoseconds, by counter
};

}  // namespace secateur
