#include "core/stages/network_trial.h"
#include "core/analysis/wilson_interval.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/data/normalisation.h"
#include "core/data/splits.h"
#include "core/graph/cost.h"
#include "core/models/family.h"
#include "core/models/registry.h"
#include "core/stages/data_fit.h"

namespace secateur {

namespace {

constexpr double kGood = 0.97;         // no reading can be clearly better
constexpr double kClaimMargin = 0.08;  // of an accuracy on kTrialImages: two standard errors
constexpr double kClear = 3;           // standard errors of a paired difference
constexpr double kTrialMacs = 60e9;    // about a second or two
constexpr int64_t kFewestImages = 32;

/// The images of a trial, as the network takes them.
struct TrialImages {
    ImageData data;
    std::shared_ptr<const Dataset> dataset;
    std::vector<int64_t> indices;
    std::vector<int64_t> more;  ///< for what the first few leave open
    std::string title;          ///< "128 held-out images"
};

std::optional<TrialImages> trialImages(const Graph& graph, const ImageData& data, uint64_t seed) {
    const auto affordable =
        static_cast<int64_t>(kTrialMacs / static_cast<double>(costOn(graph, sizeOf(data)).macs));
    if (!fits(graph, data) || affordable < kFewestImages) {
        return std::nullopt;
    }
    TrialImages images{fitData(graph, data, {}), nullptr, {}, {}, ""};
    const Splits splits = makeSplits(data, seed);
    const bool heldOut = std::ssize(splits.heldOut) >= kTrialImages;
    const std::vector<int64_t>& all = heldOut ? splits.heldOut : splits.test;
    images.dataset = heldOut ? images.data.train : images.data.test;
    images.indices = spreadSubset(all, std::min(kTrialImages, affordable));
    images.more = spreadSubset(all, std::min(4 * kTrialImages, affordable));
    images.title = fmt::format("{} {}", images.indices.size(),
                               heldOut      ? "held-out images"
                               : data.train ? "test images (fewer are held out)"
                                            : "test images (there are no others)");
    return images;
}

Evaluation evaluated(const Graph& graph, const TrialImages& images, const Normalisation& constants,
                     const RunContext& context) {
    context.report({"trying what the weights do not tell", 0, 0, "", {}});
    return evaluate(graph, *images.dataset, constants, images.indices, {},
                    {context.stop, {}, {}, {}});
}

/// By how many standard errors the answers are better.
double betterBy(const Evaluation& before, const Evaluation& now) {
    const PairedCounts changes = countChanges(before.labels, before.predictions, now.predictions);
    const auto gained = static_cast<double>(changes.gained - changes.lost);
    return gained /
           std::sqrt(static_cast<double>(std::max<int64_t>(1, changes.gained + changes.lost)));
}

/// What the answers on the first few images and, where these only hint at it, on more of them say.
bool clearlyBetter(const Graph& assumed, const Graph& other, const TrialImages& images,
                   const std::pair<Evaluation, Evaluation>& first, const RunContext& context) {
    const double better = betterBy(first.first, first.second);
    if (better < 1 || better > kClear) {
        return better > kClear;
    }
    TrialImages more = images;
    more.indices = images.more;
    const Normalisation& constants = images.data.normalisation;
    return betterBy(evaluated(assumed, more, constants, context),
                    evaluated(other, more, constants, context)) > kClear;
}

/// The same weights in a network of another form.
Graph inForm(const Graph& graph, const ModelSpec& spec) {
    Graph other = buildModel(spec, std::nullopt);
    for (NodeId id = 0; id < other.size(); ++id) {
        Node& node = other.node(id);
        for (Parameter& parameter : node.parameters) {
            parameter.value = graph.node(graph.require(node.name)).parameter(parameter.slot);
        }
    }
    return other;
}

std::string activationTitle(const std::string& activation) {
    return activation == "relu6" ? "ReLU6" : activation == "relu" ? "ReLU" : activation;
}

std::string stridesTitle(const ModelSpec& spec) {
    return hasCifarStrides(spec) ? "strides for small images" : "ImageNet's strides";
}

ModelSpec withOtherStrides(ModelSpec spec) {
    spec.strides = hasCifarStrides(spec) ? kImagenetStrides : kCifarStrides;
    return spec;
}

/// Where strides decide which blocks have a shortcut, the weights tell them.
std::vector<std::string> parameterNames(const ModelSpec& spec) {
    std::vector<std::string> names;
    for (const auto& [name, value] : buildModel(spec, std::nullopt).stateDict()) {
        names.push_back(name);
    }
    return names;
}

/// What the weights leave open of a network.
class OpenForm {
 public:
    OpenForm(const ModelSpec& spec, const ModelSpec& given) : m_spec(spec) {
        const ModelEntry* entry = findModel(spec.name);
        if (entry == nullptr) {
            return;
        }
        if (given.activation.empty() && entry->activations.size() > 1) {
            m_activations = entry->activations;
        }
        m_strides = given.strides.empty() && entry->strided &&
                    parameterNames(spec) == parameterNames(withOtherStrides(spec));
    }

    std::vector<std::string> titles(const ModelSpec& spec) const {
        std::vector<std::string> titles;
        if (!m_activations.empty()) {
            titles.push_back(activationTitle(spec.activation));
        }
        if (m_strides) {
            titles.push_back(stridesTitle(spec));
        }
        return titles;
    }

    std::vector<ModelSpec> others() const {
        std::vector<ModelSpec> specs{m_spec};
        for (const std::string& activation : m_activations) {
            if (activation != m_spec.activation) {
                specs.push_back(m_spec);
                specs.back().activation = activation;
            }
        }
        const size_t count = specs.size();
        for (size_t i = 0; m_strides && i < count; ++i) {
            specs.push_back(withOtherStrides(specs[i]));
        }
        specs.erase(specs.begin());
        return specs;
    }

 private:
    ModelSpec m_spec;
    std::vector<std::string> m_activations;
    bool m_strides = false;
};

std::string percent(const Evaluation& evaluation) {
    return fmt::format("{:.1f} %", 100 * evaluation.accuracy());
}

/// No better than guessing, so far as these images tell.
bool nearChance(const Evaluation& evaluation, int64_t classes) {
    return wilsonInterval(evaluation.correct, evaluation.count()).low <=
           1.0 / static_cast<double>(classes);
}

/// Takes the form that does clearly better, if one does.
void tryForms(TriedNetwork& tried, const OpenForm& open, const TrialImages& images,
              Evaluation& best, const RunContext& context) {
    const Evaluation assumed = best;
    const std::shared_ptr<const Graph> first = tried.graph;
    for (const ModelSpec& spec : open.others()) {
        auto graph = std::make_shared<const Graph>(inForm(*first, spec));
        Evaluation now = evaluated(*graph, images, images.data.normalisation, context);
        if (now.correct > best.correct &&
            clearlyBetter(*first, *graph, images, {assumed, now}, context)) {
            tried.graph = std::move(graph);
            best = std::move(now);
        }
    }
    if (best.correct > assumed.correct) {
        const bool decidedOnMore = betterBy(assumed, best) <= kClear;
        tried.notes.push_back(fmt::format(
            "tried on {}: {} is taken, {} right where the assumed form has {}{}", images.title,
            fmt::join(open.titles(tried.graph->spec), ", "), percent(best), percent(assumed),
            decidedOnMore ? fmt::format(", decided on {}", images.more.size()) : ""));
    }
}

/// Names the constants that do clearly better, if some do.
void tryNormalisations(TriedNetwork& tried, const TrialImages& images, const Evaluation& assumed,
                       const RunContext& context) {
    std::string name;
    Evaluation best = assumed;
    for (const NormalisationPreset& preset : normalisationPresets(images.dataset->channels())) {
        if (preset.constants == images.data.normalisation) {
            continue;
        }
        Evaluation now = evaluated(*tried.graph, images, preset.constants, context);
        if (betterBy(assumed, now) > kClear && now.correct > best.correct) {
            best = std::move(now);
            name = enumName(preset.choice);
        }
    }
    if (!name.empty()) {
        tried.notes.push_back(
            fmt::format("tried on {}: normalisation {} fits better, {} right "
                        "where the assumed one has {}",
                        images.title, name, percent(best), percent(assumed)));
    }
}

}  // namespace

std::optional<double> claimedAccuracy(const std::map<std::string, std::string>& metadata) {
    constexpr std::array kNames{"best_acc1", "best_acc",  "acc1",       "acc",
                                "top1",      "best_top1", "val_acc",    "test_acc",
                                "metric",    "accuracy",  "best_prec1", "best_metric"};
    for (const char* name : kNames) {
        const auto found = metadata.find(name);
        if (found == metadata.end()) {
            continue;
        }
        const double value = std::strtod(found->second.c_str(), nullptr);
        if (value > 0 && value <= 100) {
            return value > 1 ? value / 100 : value;
        }
    }
    return std::nullopt;
}

TriedNetwork settleNetwork(std::shared_ptr<const Graph> graph, const ModelSpec& given,
                           const ImageData* data, const std::optional<double>& claim, uint64_t seed,
                           const RunContext& context) {
    TriedNetwork tried{std::move(graph), {}};
    const OpenForm open(tried.graph->spec, given);
    std::vector<std::string> assumed = open.titles(tried.graph->spec);
    const auto images = data == nullptr ? std::nullopt : trialImages(*tried.graph, *data, seed);
    if (data != nullptr && !data->normalisationGiven) {
        assumed.push_back(normalisationTitle((images ? images->data : *data).normalisation));
    }
    if (!assumed.empty()) {
        tried.notes.push_back(fmt::format("assumed: {}", fmt::join(assumed, ", ")));
    }
    if (!images || assumed.empty()) {
        return tried;
    }
    const double enough = claim ? std::min(*claim - kClaimMargin, kGood) : kGood;
    Evaluation best = evaluated(*tried.graph, *images, images->data.normalisation, context);
    if (best.accuracy() < enough) {
        tryForms(tried, open, *images, best, context);
    }
    if (best.accuracy() < enough && !data->normalisationGiven) {
        tryNormalisations(tried, *images, best, context);
    }
    if (nearChance(best, tried.graph->spec.classes)) {
        tried.notes.push_back(fmt::format(
            "near chance: {} right on {}, and no other form that was tried is clearly better",
            percent(best), images->title));
    }
    if (claim && best.accuracy() < *claim - kClaimMargin) {
        tried.notes.push_back(fmt::format("the file claims {:.1f} %, but of {} {} are right",
                                          100 * *claim, images->title, percent(best)));
    }
    return tried;
}

}  // namespace secateur
