#include "core/analysis/adaptive_sweep.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "core/analysis/drop_bounds.h"
#include "core/base/random.h"

namespace secateur {

namespace {

/// What may lie prepared at once; beyond it, a round is done in parts, each prepared again.
constexpr int64_t kPreparedBytes = int64_t{256} << 20;

struct Track {
    const PerturbationGroup* group = nullptr;
    Perturbation perturbation;
    bool prepared = false;
    DropBounds bounds;
    AdaptivePoint result;
    at::Tensor statistics;  ///< of a repaired point, once they are estimated
};

class AdaptiveSweep {
 public:
    AdaptiveSweep(SweepRun& run, const SweepHooks& hooks)
        : m_run(run),
          m_hooks(hooks),
          m_options(run.options().adaptive),
          m_images(static_cast<int64_t>(run.indices().size())),
          m_order(shuffledIndices(m_images, Random(run.options().seed))),
          m_ends(roundEnds(m_images, m_options)) {
        for (const int64_t position : m_order) {
            m_shuffled.push_back(run.indices()[static_cast<size_t>(position)]);
        }
    }

    void run() {
        begin();
        report();
        for (const int64_t end : m_ends) {
            std::vector<Track*> open;
            for (Track& track : m_tracks) {
                if (!track.result.point.settled && track.bounds.seen() < end) {
                    open.push_back(&track);
                }
            }
            round(open, end);
        }
    }

 private:
    void begin() {
        const SweepOptions& options = m_run.options();
        const auto levels = options.masks ? 1 : levelsOf(options).size();
        const auto points = m_run.groups().size() * levels;
        // Shared out among the points (Bonferroni), so that all bounds hold together.
        const double doubt = (1.0 - m_options.confidence) / static_cast<double>(points);
        std::vector<AdaptivePoint> resumed;
        std::vector<AdaptivePoint> unchanged;
        for (const PerturbationGroup& group : m_run.groups()) {
            for (const Level level : m_run.maker().levels(group)) {
                m_run.context().checkCancelled();
                Track track{&group, {},
                            false,  DropBounds(m_images, 1.0 - doubt, m_options.toleranceShare),
                            {},     {}};
                if (auto known =
                        m_hooks.known ? m_hooks.known(group.target, level) : std::nullopt) {
                    replay(track, *known);
                    resumed.push_back(std::move(*known));
                } else {
                    prepare(track, level);
                    start(track);
                    if (track.result.point.settled) {
                        unchanged.push_back(track.result);
                    }
                }
                m_tracks.push_back(std::move(track));
            }
        }
        if (!resumed.empty() && m_hooks.resumed) {
            m_hooks.resumed(resumed);
        }
        if (!unchanged.empty() && m_hooks.roundDone) {
            m_hooks.roundDone(unchanged);
        }
    }

    void prepare(Track& track, Level level) {
        track.perturbation = m_run.maker().make(*track.group, level);
        track.prepared = true;
        const int64_t bytes = track.perturbation.bytes();
        // What a repair adds is most of the network: it is made for each round.
        if (m_preparedBytes + bytes > kPreparedBytes || m_run.repair() != nullptr) {
            release(track);
        } else {
            m_preparedBytes += bytes;
        }
    }

    static void release(Track& track) {
        track.perturbation.changes.clear();
        track.prepared = false;
    }

    /// A point that nothing was done to is the baseline, on every image.
    void start(Track& track) const {
        SensitivityPoint& point = track.result.point;
        point = track.perturbation.point;
        point.bounds = PairedDrop{0.0, -1.0, 1.0};
        point.settled = false;
        if (point.unchanged) {
            point.bounds = PairedDrop{};
            point.settled = true;
            point.count = m_images;
            point.correct = m_run.baseline().correct;
        }
    }

    /// The looks of the earlier run, from the images that it saw; a version that looked elsewhere
    /// ended between two of them, where there is one more: bounds hold at any.
    void replay(Track& track, const AdaptivePoint& known) {
        track.result = known;
        if (known.point.unchanged) {
            return;
        }
        std::vector<int8_t> drops(static_cast<size_t>(known.point.count));
        for (const int32_t flip : known.flips) {
            drops.at(static_cast<size_t>(std::abs(flip) - 1)) = flip > 0 ? 1 : -1;
        }
        const auto lookAt = [&](int64_t end) {
            const auto seen = static_cast<size_t>(track.bounds.seen());
            track.bounds.extend(std::span(drops).subspan(seen, static_cast<size_t>(end) - seen));
        };
        for (const int64_t end : m_ends) {
            if (end <= known.point.count) {
                lookAt(end);
            }
        }
        lookAt(known.point.count);
    }

    /// Many points share a pass over the calibration images.
    void estimate(const std::vector<Track*>& open) {
        std::vector<Track*> missing;
        std::copy_if(open.begin(), open.end(), std::back_inserter(missing),
                     [](const Track* track) { return !track->statistics.defined(); });
        for (size_t first = 0; first < missing.size(); first += SweepRun::kPointsPerPass) {
            const auto part = std::span(missing).subspan(
                first, std::min(SweepRun::kPointsPerPass, missing.size() - first));
            std::vector<const Perturbation*> perturbations;
            for (Track* track : part) {
                track->perturbation = m_run.maker().make(*track->group, track->result.point.level);
                perturbations.push_back(&track->perturbation);
            }
            const auto found = m_run.repair()->statistics(
                perturbations, RunContext{m_run.context().stop, {}, {}, {}});
            for (size_t p = 0; p < part.size(); ++p) {
                part[p]->statistics = found[p];
                release(*part[p]);
            }
        }
    }

    void make(Track& track) const {
        track.perturbation = m_run.maker().make(*track.group, track.result.point.level);
        if (m_run.repair() != nullptr) {
            m_run.repair()->apply(track.perturbation, track.statistics);
        }
    }

    void round(const std::vector<Track*>& open, int64_t end) {
        if (m_run.repair() != nullptr) {
            estimate(open);
        }
        for (size_t first = 0; first < open.size();) {
            std::vector<Track*> part;
            int64_t temporary = 0;
            // Points that have seen the same images, as many as may be prepared.
            for (; first < open.size() && temporary <= kPreparedBytes; ++first) {
                Track* track = open[first];
                if (!part.empty() && part.front()->bounds.seen() != track->bounds.seen()) {
                    break;
                }
                if (!track->prepared) {
                    make(*track);
                    temporary += track->perturbation.bytes();
                }
                part.push_back(track);
            }
            measure(part, end);
        }
    }

    void measure(const std::vector<Track*>& part, int64_t end) {
        const int64_t begin = part.front()->bounds.seen();
        std::vector<const Perturbation*> perturbations;
        for (const Track* track : part) {
            perturbations.push_back(&track->perturbation);
        }
        const auto images =
            std::span(m_shuffled)
                .subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
        const auto answers = m_run.engine().run(perturbations, images, m_run.context());
        std::vector<AdaptivePoint> changed;
        for (size_t p = 0; p < part.size(); ++p) {
            take(*part[p], answers[p], begin);
            changed.push_back(part[p]->result);
            if (!part[p]->prepared || part[p]->result.point.settled) {
                if (part[p]->prepared) {
                    m_preparedBytes -= part[p]->perturbation.bytes();
                }
                release(*part[p]);
            }
        }
        if (m_hooks.roundDone) {
            m_hooks.roundDone(changed);
        }
        report();
    }

    void take(Track& track, const std::vector<int32_t>& answers, int64_t begin) const {
        const Evaluation& baseline = m_run.baseline();
        SensitivityPoint& point = track.result.point;
        std::vector<int8_t> drops(answers.size());
        for (size_t i = 0; i < answers.size(); ++i) {
            const auto image = static_cast<size_t>(m_order[static_cast<size_t>(begin) + i]);
            const bool before = baseline.predictions[image] == baseline.labels[image];
            const bool now = answers[i] == baseline.labels[image];
            drops[i] = static_cast<int8_t>(static_cast<int>(before) - static_cast<int>(now));
            point.correct += now ? 1 : 0;
            if (before != now) {
                const auto position = static_cast<int32_t>(begin + static_cast<int64_t>(i) + 1);
                track.result.flips.push_back(before ? position : -position);
            }
        }
        track.bounds.extend(drops);
        point.count = track.bounds.seen();
        point.lost = track.bounds.lost();
        point.gained = track.bounds.gained();
        point.bounds = track.bounds.bounds();
        point.settled = point.count == m_images || point.bounds->high <= m_options.toleranceShare ||
                        point.bounds->low > m_options.toleranceShare ||
                        point.bounds->high - point.bounds->low <= m_options.width;
    }

    void report() const {
        const auto settled =
            std::count_if(m_tracks.begin(), m_tracks.end(),
                          [](const Track& track) { return track.result.point.settled; });
        m_run.context().report(
            {"sweep", settled, static_cast<int64_t>(m_tracks.size()), "points", {}});
    }

    SweepRun& m_run;
    const SweepHooks& m_hooks;
    const AdaptiveOptions& m_options;
    const int64_t m_images;
    const std::vector<int64_t> m_order;
    const std::vector<int64_t> m_ends;
    std::vector<int64_t> m_shuffled;
    std::vector<Track> m_tracks;
    int64_t m_preparedBytes = 0;
};

}  // namespace

std::vector<int64_t> roundEnds(int64_t images, const AdaptiveOptions& options) {
    const int64_t step = std::max<int64_t>(1, options.firstRound / 2);
    std::vector<int64_t> ends;
    for (int64_t end = options.firstRound; end < images;) {
        ends.push_back(end);
        end += step * std::max<int64_t>(1, end / (12 * step));
    }
    ends.push_back(images);
    return ends;
}

void runAdaptiveSweep(SweepRun& run, const SweepHooks& hooks) {
    AdaptiveSweep(run, hooks).run();
}

}  // namespace secateur
