#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/say.h"
#include "core/report/study_snapshot.h"

namespace secateur {

/// The work on a network, in the order in which one does it.
enum class PathStage { Baseline, Sensitivity, Prune, Repair, Quantize, Result };

/// How far one of them has come, as the study shows it.
struct PathStep {
    enum class State {
        Open,
        Next,  ///< what to do now: the one after the last that was done
        Done,
    };
    PathStage stage = PathStage::Baseline;
    State state = State::Open;
    std::string result;  ///< for people, short: "86.07 % of 10,000"; empty: none yet
    /// What the step made, or else the network that it starts from; 0: there is none.
    int64_t variant = 0;
    /// What else of the family was made by such a step, the newest first: other cuts, other INT8.
    struct Branch {
        int64_t variant = 0;
        std::string name;
        std::string result;
    };
    std::vector<Branch> branches;
};

/// The six steps of the line that this network lies on: from the root of its family to it, and on
/// by the newest network made of each; what lies on other lines are a step's branches. Accuracies
/// and drops are of shownImageSet. Sensitivity is not Done while a sweep of the line is under way
/// or interrupted. The result is never Done: there is always a report to be written of it. Any
/// thread.
std::vector<PathStep> studyPath(const StudySnapshot& study, int64_t variant,
                                const Say& say = inEnglish);

/// What came out, against the root of its family, as one sentence: "int8: 90.60 % of 500 test
/// images, 0.80 [-0.41, 2.33] points below baseline; 2.42 MB, 3.9 times smaller." Empty where there
/// is no such network.
std::string resultSentence(const StudySnapshot& study, int64_t variant, const Say& say = inEnglish);

}  // namespace secateur
