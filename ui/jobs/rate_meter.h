#pragma once

#include <cstdint>
#include <string>

namespace secateur {

/// How fast the current stage of a job goes, from its reports: the ratio of exponentially decayed
/// progress and time. The first report of a stage is its zero, so that a
/// resumed job, which starts far from 0, does not seem fast.
class RateMeter {
 public:
    /// What is so many seconds old counts for a third.
    explicit RateMeter(double timeConstant = 10.0) : m_timeConstant(timeConstant) {}
    /// `seconds`: when it was reported, on any steady clock.
    void add(const std::string& stage, int64_t done, double seconds);
    /// Units a second; 0 while unknown.
    double rate() const { return m_seconds > 0.0 ? m_units / m_seconds : 0.0; }

 private:
    double m_timeConstant;
    bool m_any = false;
    std::string m_stage;
    int64_t m_lastDone = 0;
    double m_lastSeconds = 0.0;
    double m_units = 0.0;
    double m_seconds = 0.0;
};

}  // namespace secateur
