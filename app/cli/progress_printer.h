#pragma once

#include <chrono>
#include <set>
#include <string>

#include "core/base/run_context.h"
#include "core/data/loading_time.h"

namespace secateur::cli {

/// Progress on standard error: one line that is rewritten on a terminal, else a line every ten
/// seconds. Rate and remaining time are of the stage under way.
class ProgressPrinter {
 public:
    explicit ProgressPrinter(bool terminal) : m_terminal(terminal) {}
    ~ProgressPrinter();

    void show(const Progress& progress);
    /// Once: what several stages of a command say is printed the first time.
    void line(const std::string& text);

 private:
    using Clock = std::chrono::steady_clock;
    bool m_terminal;
    std::set<std::string> m_said;
    std::string
        m_unit;  ///< with the total: which count is under way, whatever its stages are called
    int64_t m_total = -1;
    int64_t m_done = 0;
    Clock::time_point m_started;
    Clock::time_point m_shown;
    int64_t m_first = 0;
    LoadingShare m_loading;
};

}  // namespace secateur::cli
