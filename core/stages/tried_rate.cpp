#include "core/stages/tried_rate.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/analysis/evaluator.h"
#include "core/stages/data_fit.h"

namespace secateur {

namespace {

constexpr int64_t kFirstImages = 32;
constexpr int64_t kMoreImages = 16 * kFirstImages;
constexpr double kTooShort = 0.3;  // seconds: mostly what comes before the first image

}  // namespace

double triedRate(const Graph& graph, const ImageData& data, const RunContext& context) {
    const ImageData fitted = fitData(graph, data, {});
    const auto rateOf = [&](int64_t images) {
        std::vector<int64_t> first(static_cast<size_t>(std::min(images, fitted.test->size())));
        std::iota(first.begin(), first.end(), 0);
        return evaluate(graph, *fitted.test, fitted.normalisation, first, {}, context);
    };
    Evaluation tried = rateOf(kFirstImages);
    if (tried.seconds < kTooShort) {
        tried = rateOf(kMoreImages);
    }
    return static_cast<double>(tried.count()) / tried.seconds;
}

}  // namespace secateur
