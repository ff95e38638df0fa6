#include "core/stages/work.h"

namespace secateur {

namespace {

// What an image costs beside one that the whole network classifies.
constexpr double kResumedCost = 0.55;
constexpr double kTrainedCost = 4.5;

}  // namespace

double Work::images() const {
    return classified + kResumedCost * resumed + trainedImages();
}

double Work::trainedImages() const {
    return kTrainedCost * trained;
}

Work operator+(const Work& a, const Work& b) {
    return {a.classified + b.classified, a.resumed + b.resumed, a.trained + b.trained,
            a.seconds + b.seconds};
}

}  // namespace secateur
