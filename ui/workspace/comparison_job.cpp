#include "ui/workspace/stage_runner.h"

namespace secateur {

void StageRunner::compareNetworks(const std::vector<ComparedSource>& networks,
                                  const ComparisonOptions& options) {
    const Inputs in = inputs();
    JobManager& jobs = m_workspace.jobs();
    const JobId id = jobs.submit(
        {tr("Compare %1 networks").arg(networks.size()), JobLane::Compute, {}},
        [=](const RunContext& context) {
            secateur::compareNetworks(*in.study, networks, *in.data, options, {}, context);
        },
        this, [] {});
    m_ours[id] = Kind::Plain;
    // The page fills while it is measured.
    auto* watch = new QObject(this);
    connect(&jobs, &JobManager::jobChanged, watch,
            [this, id, seen = int64_t{0}](const JobInfo& job) mutable {
                if (job.id == id && job.progress.done != seen) {
                    seen = job.progress.done;
                    m_workspace.refresh();
                }
            });
    connect(&jobs, &JobManager::jobFinished, watch, [watch, id](const JobInfo& job) {
        if (job.id == id) {
            watch->deleteLater();
        }
    });
}

}  // namespace secateur
