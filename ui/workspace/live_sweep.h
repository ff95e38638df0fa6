#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "core/analysis/sensitivity_curve.h"

namespace secateur {

class Study;

/// The points of the sweep under way: written by its worker, looked at by the GUI a few times a
/// second. Any thread.
class LiveSweep {
 public:
    struct State {
        int64_t revision = 0;          ///< grows with every change; 0: no sweep so far
        const Study* study = nullptr;  ///< to compare with only: another one may be open by now
        int64_t variant = 0;
        bool running = false;
        std::shared_ptr<const std::vector<SensitivityPoint>> points;
    };

    void start(const Study* study, int64_t variant) { change(study, variant, nullptr); }
    void update(const Study* study, int64_t variant, const std::vector<SensitivityPoint>& points) {
        change(study, variant, std::make_shared<const std::vector<SensitivityPoint>>(points));
    }
    void finish() {
        const std::lock_guard lock(m_mutex);
        if (m_state.running) {
            m_state.running = false;
            ++m_state.revision;
        }
    }
    State state() const {
        const std::lock_guard lock(m_mutex);
        return m_state;
    }

 private:
    void change(const Study* study, int64_t variant,
                std::shared_ptr<const std::vector<SensitivityPoint>> points) {
        const std::lock_guard lock(m_mutex);
        m_state = {m_state.revision + 1, study, variant, true, std::move(points)};
    }

    mutable std::mutex m_mutex;
    State m_state;
};

}  // namespace secateur
