#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/analysis/sensitivity_curve.h"
#include "core/study/measurements.h"

namespace secateur {

class Study;

/// The points of the sweep under way: written by its worker, looked at by the GUI a few times a
/// second. Any thread.
class LiveSweep {
 public:
    /// What is swept.
    struct Subject {
        const Study* study = nullptr;  ///< to compare with only: another one may be open by now
        int64_t variant = 0;
        SweepOptions options;
        std::string split;
        std::string imagesDigest;  ///< imageListDigest
        int64_t images = 0;
    };
    struct State {
        int64_t revision = 0;  ///< grows with every change; 0: no sweep so far
        Subject subject;
        bool running = false;
        std::shared_ptr<const std::vector<SensitivityPoint>> points;
    };

    void start(Subject subject) {
        const std::lock_guard lock(m_mutex);
        m_state = {m_state.revision + 1, std::move(subject), true, nullptr};
    }
    void update(const std::vector<SensitivityPoint>& points) {
        auto copy = std::make_shared<const std::vector<SensitivityPoint>>(points);
        const std::lock_guard lock(m_mutex);
        m_state.points = std::move(copy);
        ++m_state.revision;
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
    mutable std::mutex m_mutex;
    State m_state;
};

}  // namespace secateur
