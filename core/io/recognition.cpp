#include "core/io/recognition.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/io/prune_masks.h"
#include "core/models/family.h"
#include "core/models/registry.h"

namespace secateur {

namespace {

using Named = std::pair<std::string, at::Tensor>;

/// A few names of many.
std::string listed(const std::vector<std::string>& names) {
    constexpr size_t kShown = 4;
    const std::vector<std::string> first(
        names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kShown)));
    return fmt::format(
        "{}{}", fmt::join(first, ", "),
        names.size() > kShown ? fmt::format(" and {} more", names.size() - kShown) : "");
}

bool isModule(const std::string& module, const std::string& wanted) {
    return module == wanted || module.ends_with("." + wanted);
}

/// A width that a file's tensor gives; the network is built with it before its shapes are compared.
int64_t checkedWidth(int64_t width, const std::string& source, const std::string& tensor) {
    constexpr int64_t kMaxWidth = int64_t{1} << 20;
    if (width < 1 || width > kMaxWidth) {
        throw Error(ErrorCode::CorruptData, "a tensor has an impossible size",
                    {source + ", tensor \"" + tensor + "\"",
                     fmt::format("1 to {} channels or classes", kMaxWidth), std::to_string(width)});
    }
    return width;
}

/// The tensors of one offer, without what is known not to matter.
class Outline {
 public:
    Outline(const WeightsOffer& offer, const std::string& source)
        : m_state(offer.outline), m_source(source) {
        m_masked = foldPruneMasks(m_state, true);
        for (const auto& [name, tensor] : m_state.tensors) {
            if (tensor.dim() == 2) {
                m_linear.push_back({name, tensor});
            } else if (tensor.dim() == 4) {
                m_convolutions.push_back({name, tensor});
            }
        }
    }

    int masked() const { return m_masked; }
    size_t convolutions() const { return m_convolutions.size(); }
    size_t linearLayers() const { return m_linear.size(); }
    const StateDict& state() const { return m_state; }
    /// Without the modules that the original has and does not use.
    StateDict without(const std::vector<std::string>& unused) const {
        StateDict state = m_state;
        std::erase_if(state.tensors, [&](const Named& tensor) {
            const std::string module = tensor.first.substr(0, tensor.first.find_last_of('.'));
            return std::ranges::any_of(
                unused, [&](const auto& wanted) { return isModule(module, wanted); });
        });
        return state;
    }

    /// The shapes tell channels, classes, widths and hidden layers of the head.
    std::vector<ModelSpec> specs(const ModelEntry& entry, const RecognitionRequest& request) const {
        ModelSpec spec = specFor(entry.name, request.images);
        spec.activation = request.activation;
        spec.strides = request.strides;
        const Named* first = named(m_convolutions, entry.firstWeight, true);
        const Named* last = named(m_linear, entry.lastWeight, false);
        if (first != nullptr) {
            spec.channels = checkedWidth(first->second.size(1), m_source, first->first);
        }
        if (last != nullptr) {
            spec.classes = checkedWidth(last->second.size(0), m_source, last->first);
            spec.hidden = hiddenLayers(*last);
        }
        if (!entry.scalable || first == nullptr || last == nullptr) {
            return {spec};
        }
        return scaled(spec, first->second.size(0), headInput(*last));
    }

 private:
    /// The tensor of this name, else the first or the last.
    static const Named* named(const std::vector<Named>& tensors, const std::string& name,
                              bool first) {
        const auto found = std::ranges::find_if(
            tensors, [&](const Named& tensor) { return isModule(tensor.first, name); });
        if (found != tensors.end()) {
            return &*found;
        }
        return tensors.empty() ? nullptr : first ? &tensors.front() : &tensors.back();
    }

    /// The linear layers before `last` each of which feeds the next.
    std::vector<const Named*> chainTo(const Named& last) const {
        std::vector<const Named*> chain{&last};
        for (size_t i = m_linear.size(); i-- > 0;) {
            if (&m_linear[i] < &last &&
                m_linear[i].second.size(0) == chain.back()->second.size(1)) {
                chain.push_back(&m_linear[i]);
            }
        }
        std::reverse(chain.begin(), chain.end());
        return chain;
    }
    std::vector<int64_t> hiddenLayers(const Named& last) const {
        std::vector<int64_t> widths;
        for (const Named* layer : chainTo(last)) {
            widths.push_back(checkedWidth(layer->second.size(0), m_source, layer->first));
        }
        widths.pop_back();
        return widths;
    }
    int64_t headInput(const Named& last) const { return chainTo(last).front()->second.size(1); }

    /// Every multiple in steps of 0.05 that gives the first and the last width.
    static std::vector<ModelSpec> scaled(const ModelSpec& spec, int64_t stem, int64_t last) {
        constexpr int kSteps = 60;
        constexpr double kStep = 0.05;
        std::vector<ModelSpec> specs;
        for (int step = 1; step <= kSteps; ++step) {
            ModelSpec one = spec;
            one.widthMultiple = std::round(step * kStep * 100) / 100;
            if (divisibleBy8(32 * one.widthMultiple) == stem &&
                divisibleBy8(1280 * std::max(1.0, one.widthMultiple)) == last) {
                specs.push_back(one);
            }
        }
        return specs.empty() ? std::vector{spec} : specs;
    }

    StateDict m_state;
    std::string m_source;
    std::vector<Named> m_linear;
    std::vector<Named> m_convolutions;
    int m_masked = 0;
};

struct Candidate {
    const ModelEntry* entry = nullptr;
    Graph structure;
    NameMatch match;

    bool fits() const { return match.problems.empty(); }
    bool byName() const { return match.byOrder.empty(); }
};

size_t countOfRank(const Graph& graph, int64_t rank) {
    size_t count = 0;
    for (const auto& [name, tensor] : graph.stateDict()) {
        count += tensor.dim() == rank ? 1 : 0;
    }
    return count;
}

/// What nothing fits is compared with everything; else a glance at the number of layers is enough.
enum class Effort { Glance, Compare };

/// The entry's form that fits an offer best; nothing where it need not be compared.
std::optional<Candidate> tryEntry(const ModelEntry& entry, const Outline& outline,
                                  const RecognitionRequest& request, Effort effort) {
    std::optional<Candidate> best;
    const StateDict state = outline.without(entry.unused);
    for (const ModelSpec& spec : outline.specs(entry, request)) {
        // Without values: they are not allocated before the shapes are known to be the file's.
        Candidate candidate{&entry, buildModel(spec, std::nullopt), {}};
        if (effort == Effort::Glance &&
            (countOfRank(candidate.structure, 4) > outline.convolutions() ||
             countOfRank(candidate.structure, 2) > outline.linearLayers())) {
            continue;
        }
        candidate.match = matchNames(candidate.structure, state);
        if (!best || candidate.match.problems.size() < best->match.problems.size()) {
            best = std::move(candidate);
        }
    }
    return best;
}

/// Of what was asked for an entry that does not offer it is no candidate.
bool canBe(const ModelEntry& entry, const RecognitionRequest& request) {
    const bool activation =
        request.activation.empty() ||
        std::ranges::find(entry.activations, request.activation) != entry.activations.end();
    return activation && (request.strides.empty() || entry.strided);
}

std::vector<const ModelEntry*> entriesFor(const RecognitionRequest& request) {
    if (!request.model.empty()) {
        return {&modelEntry(request.model)};
    }
    std::vector<const ModelEntry*> entries;
    for (const ModelEntry& entry : modelRegistry()) {
        if (canBe(entry, request)) {
            entries.push_back(&entry);
        }
    }
    return entries;
}

/// The networks that fit, those by name only where there are any, and of these the ones that leave
/// the fewest tensors over: a network without batch normalisation fits weights with it, too.
std::vector<Candidate> fitting(const std::vector<const ModelEntry*>& entries,
                               const Outline& outline, const RecognitionRequest& request) {
    std::vector<Candidate> fits;
    for (const ModelEntry* entry : entries) {
        std::optional<Candidate> candidate = tryEntry(*entry, outline, request, Effort::Glance);
        if (candidate && candidate->fits()) {
            fits.push_back(std::move(*candidate));
        }
    }
    if (std::ranges::any_of(fits, &Candidate::byName)) {
        std::erase_if(fits, [](const Candidate& candidate) { return !candidate.byName(); });
    }
    size_t fewest = SIZE_MAX;
    for (const Candidate& candidate : fits) {
        fewest = std::min(fewest, candidate.match.unused.size());
    }
    std::erase_if(fits, [&](const Candidate& c) { return c.match.unused.size() > fewest; });
    return fits;
}

std::vector<size_t> offersToTry(const Checkpoint& checkpoint, const RecognitionRequest& request,
                                const std::string& source) {
    std::vector<size_t> order;
    std::vector<std::string> names;
    for (const bool averaged : {false, true}) {
        for (size_t i = 0; i < checkpoint.offers.size(); ++i) {
            const WeightsOffer& offer = checkpoint.offers[i];
            if (offer.averaged == averaged &&
                (request.weights.empty() || offer.name == request.weights)) {
                order.push_back(i);
            }
        }
    }
    if (order.empty()) {
        for (const WeightsOffer& offer : checkpoint.offers) {
            names.push_back(offer.name);
        }
        throw Error(ErrorCode::NotFound, "the checkpoint has no weights of this name",
                    {source, "one of " + listed(names), "'" + request.weights + "'"});
    }
    return order;
}

void requireFloat(const WeightsOffer& offer, const std::string& source) {
    if (offer.quantized) {
        throw Error(ErrorCode::Unsupported,
                    "the weights are INT8 of torch.ao.quantization, already converted; open the "
                    "float or QAT checkpoint that they were made of",
                    {source, "", ""});
    }
}

/// Why nothing fits, by the network that comes nearest.
[[noreturn]] void refuse(const Checkpoint& checkpoint, const RecognitionRequest& request,
                         const std::string& source) {
    const std::vector<size_t> order = offersToTry(checkpoint, request, source);
    const size_t main = checkpoint.main();
    const size_t offer = std::ranges::find(order, main) != order.end() ? main : order.front();
    requireFloat(checkpoint.offers[offer], source);
    const Outline outline(checkpoint.offers[offer], source);
    std::optional<Candidate> nearest;
    for (const ModelEntry* entry : entriesFor(request)) {
        std::optional<Candidate> candidate = tryEntry(*entry, outline, request, Effort::Compare);
        if (candidate &&
            (!nearest || candidate->match.problems.size() < nearest->match.problems.size())) {
            nearest = std::move(candidate);
        }
    }
    NameMatch match = nearest->match;
    if (!request.model.empty()) {
        RecognitionRequest any = request;
        any.model.clear();
        const std::vector<Candidate> others = fitting(entriesFor(any), outline, any);
        if (!others.empty()) {
            match.problems.insert(match.problems.begin(),
                                  fmt::format("did you mean {}?", others.front().entry->name));
        }
    }
    refuseMisfit(source,
                 request.model.empty() ? nearest->entry->name + ", the nearest there is"
                                       : nearest->entry->name,
                 match, request.misfitLines);
}

[[noreturn]] void refuseAmbiguous(const std::vector<Candidate>& fits, const std::string& source) {
    std::vector<std::string> names;
    for (const Candidate& candidate : fits) {
        names.push_back(candidate.entry->name);
    }
    throw Error(ErrorCode::Mismatch, "the weights fit several networks equally",
                {source, fmt::format("the network's name: {}", fmt::join(names, " or ")), ""});
}

/// How a network's weights are called for the user.
std::string titleOf(const WeightsOffer& offer) {
    return fmt::format("\"{}\"{}", offer.name, offer.averaged ? " (averaged)" : "");
}

void noteOffers(const Checkpoint& checkpoint, const RecognitionRequest& request,
                const std::string& source, Recognition& result) {
    std::vector<std::string> others;
    for (size_t i = 0; i < checkpoint.offers.size(); ++i) {
        const WeightsOffer& offer = checkpoint.offers[i];
        const size_t tensors = offer.outline.tensors.size();
        const bool similar = 2 * tensors >= result.match.inFile.size();
        if (i != result.offer && similar && !offer.quantized &&
            matchNames(result.structure, Outline(offer, source).state()).problems.empty()) {
            others.push_back(titleOf(offer));
        }
    }
    if (others.empty() && request.weights.empty() && checkpoint.offers[result.offer].averaged) {
        result.notes.push_back(fmt::format("weights of {} taken: the file has no raw ones that fit",
                                           titleOf(checkpoint.offers[result.offer])));
    }
    if (!others.empty() && request.weights.empty()) {
        result.notes.push_back(
            fmt::format("weights of {} taken; the file also has {}, which can be chosen by name",
                        titleOf(checkpoint.offers[result.offer]), fmt::join(others, ", ")));
    }
}

void noteMatch(const ModelEntry& entry, const Outline& outline, Recognition& result) {
    std::set<std::string> ignored;
    for (const auto& [name, tensor] : outline.state().tensors) {
        const std::string module = name.substr(0, name.find_last_of('.'));
        for (const std::string& unused : entry.unused) {
            if (isModule(module, unused)) {
                ignored.insert(unused);
            }
        }
    }
    if (!ignored.empty()) {
        result.notes.push_back(fmt::format("ignored, because {} does not use them: {}", entry.name,
                                           fmt::join(ignored, ", ")));
    }
    if (!result.match.byOrder.empty()) {
        result.notes.push_back("names matched by order: " + listed(result.match.byOrder));
    }
    if (!result.match.unused.empty()) {
        result.notes.push_back("not of the network and not used: " + listed(result.match.unused));
    }
    if (outline.masked() > 0) {
        result.notes.push_back(
            fmt::format("pruned by torch.nn.utils.prune: the masks of {} layers are applied",
                        outline.masked()));
    }
}

}  // namespace

ModelSpec specFor(const std::string& model, const std::optional<ImageForm>& images) {
    const ModelEntry& entry = modelEntry(model);
    ModelSpec spec = entry.defaults;
    if (images) {
        spec.channels = images->channels;
        spec.classes = images->classes;
        spec.height = std::max(images->height, entry.minimumSide);
        spec.width = std::max(images->width, entry.minimumSide);
    }
    return spec;
}

Recognition recognise(const Checkpoint& checkpoint, const RecognitionRequest& request,
                      const std::string& source) {
    const std::vector<const ModelEntry*> entries = entriesFor(request);
    for (const size_t offer : offersToTry(checkpoint, request, source)) {
        if (checkpoint.offers[offer].quantized) {
            continue;
        }
        const Outline outline(checkpoint.offers[offer], source);
        std::vector<Candidate> fits = fitting(entries, outline, request);
        if (fits.size() > 1) {
            refuseAmbiguous(fits, source);
        }
        if (fits.empty()) {
            continue;
        }
        Recognition result{
            std::move(fits.front().structure), std::move(fits.front().match), offer, {}};
        noteOffers(checkpoint, request, source, result);
        noteMatch(*fits.front().entry, outline, result);
        return result;
    }
    refuse(checkpoint, request, source);
}

Graph loadRecognised(const Checkpoint& checkpoint, const Recognition& recognised,
                     const std::string& source, Values values) {
    StateDict state = checkpoint.read(recognised.offer);
    foldPruneMasks(state, false);
    return loadStateDict(recognised.structure, state, recognised.match, source, values);
}

}  // namespace secateur
