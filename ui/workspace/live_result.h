#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace secateur {

/// What a job under way has found so far: written by its worker, looked at by the GUI a few times a
/// second. `Subject` says what it is found of. Any thread.
template <class Subject, class Value>
class LiveResult {
 public:
    struct State {
        int64_t revision = 0;  ///< grows with every change; 0: no such job so far
        Subject subject;
        bool running = false;
        std::shared_ptr<const Value> value;  ///< null: nothing yet
    };

    void start(Subject subject) {
        const std::lock_guard lock(m_mutex);
        m_state = {m_state.revision + 1, std::move(subject), true, nullptr};
    }
    void update(const Value& value) {
        auto copy = std::make_shared<const Value>(value);
        const std::lock_guard lock(m_mutex);
        m_state.value = std::move(copy);
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
