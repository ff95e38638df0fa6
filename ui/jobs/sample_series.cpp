#include "ui/jobs/sample_series.h"

namespace secateur {

void SampleSeries::add(JobSample sample) {
    if (m_added > 0 && newestIsExtra()) {
        m_samples.removeLast();
    }
    m_samples.append(std::move(sample));
    ++m_added;
    if (m_samples.size() > m_limit && !newestIsExtra()) {
        thinOut();
    }
}

void SampleSeries::thinOut() {
    QList<JobSample> kept;
    kept.reserve(m_limit + 1);  // what is added until the next time
    for (qsizetype i = 0; i < m_samples.size(); i += 2) {
        kept.append(std::move(m_samples[i]));
    }
    m_stride *= 2;
    if (newestIsExtra()) {
        kept.append(std::move(m_samples.last()));
    }
    m_samples = std::move(kept);
}

QList<JobSample> SampleSeries::take() {
    m_added = 0;
    m_stride = 1;
    return std::exchange(m_samples, {});
}

}  // namespace secateur
