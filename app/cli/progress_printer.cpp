#include "app/cli/progress_printer.h"

#include <fmt/format.h>

#include "app/cli/streams.h"

namespace secateur::cli {

ProgressPrinter::~ProgressPrinter() {
    if (m_terminal) {
        printStatus("");
    }
}

void ProgressPrinter::line(const std::string& text) {
    if (m_said.insert(text).second) {
        printMessage(text);
    }
}

void ProgressPrinter::show(const Progress& p) {
    const auto now = Clock::now();
    const bool goesOn = p.unit == m_unit && p.total == m_total && p.done >= m_done;
    m_done = p.done;
    if (!goesOn) {
        m_unit = p.unit;
        m_total = p.total;
        m_started = now;
        m_shown = now;
        m_first = p.done;
        m_loading.restart();
        return;
    }
    const auto pause = m_terminal ? std::chrono::milliseconds(100) : std::chrono::seconds(10);
    if (now - m_shown < pause) {
        return;
    }
    m_shown = now;
    const double seconds = std::chrono::duration<double>(now - m_started).count();
    const double rate = seconds > 0 ? static_cast<double>(p.done - m_first) / seconds : 0.0;
    std::string text = p.stage;
    if (p.total > 0) {
        text += fmt::format(": {}/{} {}, {:.1f}/s", p.done, p.total, p.unit, rate);
    }
    if (rate > 0 && p.total > p.done) {
        text += fmt::format(", {:.0f} s left", static_cast<double>(p.total - p.done) / rate);
    }
    if (const double share = m_loading.share(); share >= 0.005) {
        text += fmt::format(", {:.0f} % of the time for loading images", 100.0 * share);
    }
    for (const auto& [figure, value] : p.figures) {
        text += fmt::format(", {} {:.4g}", figureKey(figure), value);
    }
    (m_terminal ? printStatus : printMessage)(text);
}

}  // namespace secateur::cli
