#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <string>

namespace secateur {

/// One progress report of a long operation. `done` and `total` count `unit`s; total 0 means
/// unknown.
struct Progress {
    std::string stage;  ///< what is running, for example "train epoch 3/9"
    int64_t done = 0;
    int64_t total = 0;
    std::string unit;                      ///< "images", "points"
    std::map<std::string, double> values;  ///< live figures such as "loss", "accuracy", "rate"
};

/// What every long operation takes: how to stop it and whom to tell.
/// The callback may be called from worker threads, one call at a time.
struct RunContext {
    std::stop_token stop;
    std::function<void(const Progress&)> onProgress;
    /// Lines worth keeping in a log: decisions taken, fallbacks, warnings.
    std::function<void(const std::string&)> onMessage;

    /// Throws Cancelled when a stop was requested.
    void checkCancelled() const;
    void report(const Progress& progress) const;
    void say(const std::string& line) const;
};

}  // namespace secateur
