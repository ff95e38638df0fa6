#include "core/report/profile_view.h"

#include "core/report/profile_text.h"

namespace secateur {

namespace {

bool quantized(const StudySnapshot& study, int64_t variant) {
    const Variant* found = study.variant(variant);
    return found != nullptr && found->quantized();
}

const ProfileRun::Entry* floatFor(const StudySnapshot& study, int64_t variant) {
    const ProfileRun& run = *study.profile;
    for (const Variant* v = study.variant(variant); v != nullptr && v->parent;) {
        const ProfileRun::Entry* entry = run.of(*v->parent);
        if (entry != nullptr && !quantized(study, entry->variant)) {
            return entry;
        }
        v = study.variant(*v->parent);
    }
    for (const ProfileRun::Entry& entry : run.networks) {
        if (!quantized(study, entry.variant)) {
            return &entry;
        }
    }
    return nullptr;
}

}  // namespace

const ProfileRun::Entry* counterpart(const StudySnapshot& study, int64_t variant) {
    if (!study.profile) {
        return nullptr;
    }
    if (quantized(study, variant)) {
        return floatFor(study, variant);
    }
    for (const ProfileRun::Entry& entry : study.profile->networks) {
        const ProfileRun::Entry* compared =
            quantized(study, entry.variant) ? floatFor(study, entry.variant) : nullptr;
        if (compared != nullptr && compared->variant == variant) {
            return &entry;
        }
    }
    return nullptr;
}

std::optional<double> LayerTime::fp32() const {
    return !integers ? std::optional(seconds)
           : speedUp ? std::optional(seconds * *speedUp)
                     : std::nullopt;
}

std::optional<double> LayerTime::int8() const {
    return integers  ? std::optional(seconds)
           : speedUp ? std::optional(seconds / *speedUp)
                     : std::nullopt;
}

std::map<std::string, LayerTime> layerTimes(const StudySnapshot& study, int64_t variant) {
    std::map<std::string, LayerTime> times;
    const ProfileRun::Entry* own = study.profile ? study.profile->of(variant) : nullptr;
    if (own == nullptr) {
        return times;
    }
    const bool integers = quantized(study, variant);
    for (const StepTime& step : own->profile.steps) {
        LayerTime& time = times[step.layer];
        time.seconds += step.seconds;
        time.share += step.seconds / own->profile.seconds;
        time.integers = integers;
    }
    const ProfileRun::Entry* other = counterpart(study, variant);
    if (other == nullptr) {
        return times;
    }
    std::map<std::string, double> others;
    for (const StepTime& step : other->profile.steps) {
        others[step.layer] += step.seconds;
    }
    for (auto& [layer, time] : times) {
        const auto found = others.find(layer);
        if (found != others.end() && time.seconds > 0.0 && found->second > 0.0) {
            time.speedUp = integers ? found->second / time.seconds : time.seconds / found->second;
        }
    }
    return times;
}

std::vector<SpeedAnswer> speedAnswers(const StudySnapshot& study, const Say& say) {
    std::vector<SpeedAnswer> answers;
    if (!study.profile) {
        return answers;
    }
    for (const ProfileRun::Entry& entry : study.profile->networks) {
        const ProfileRun::Entry* fp32 =
            quantized(study, entry.variant) ? counterpart(study, entry.variant) : nullptr;
        if (fp32 != nullptr) {
            answers.push_back({gainText(fp32->profile, entry.profile, say),
                               slowerLayers(fp32->profile, entry.profile, say)});
        }
    }
    return answers;
}

}  // namespace secateur
