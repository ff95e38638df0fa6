#include "ui/jobs/rate_meter.h"

#include <cmath>

namespace secateur {

void RateMeter::add(const std::string& stage, int64_t done, double seconds) {
    if (!m_any || stage != m_stage || done < m_lastDone) {
        *this = RateMeter(m_timeConstant);
        m_any = true;
        m_stage = stage;
        m_lastDone = done;
        m_lastSeconds = seconds;
        return;
    }
    const double passed = seconds - m_lastSeconds;
    if (done == m_lastDone || passed <= 0.0) {
        return;  // a slow step is counted with all its time when it ends
    }
    const double decay = std::exp(-passed / m_timeConstant);
    m_units = m_units * decay + static_cast<double>(done - m_lastDone);
    m_seconds = m_seconds * decay + passed;
    m_lastDone = done;
    m_lastSeconds = seconds;
}

}  // namespace secateur
