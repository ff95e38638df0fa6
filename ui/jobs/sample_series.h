#pragma once

#include <QList>
#include <utility>

#include "ui/jobs/job.h"

namespace secateur {

/// The samples of a job of any length in bounded memory. Keeps every `stride`-th sample, `limit` of
/// them at most, and beside them always the newest; when a further one would pass the limit, every
/// second goes and the stride doubles.
class SampleSeries {
 public:
    explicit SampleSeries(qsizetype limit = 4000) : m_limit(limit) {}

    void add(JobSample sample);
    const QList<JobSample>& samples() const { return m_samples; }
    /// Gives the samples away and starts anew.
    QList<JobSample> take();

 private:
    bool newestIsExtra() const { return (m_added - 1) % m_stride != 0; }
    void thinOut();

    qsizetype m_limit;
    QList<JobSample> m_samples;
    qsizetype m_added = 0;
    qsizetype m_stride = 1;
};

}  // namespace secateur
