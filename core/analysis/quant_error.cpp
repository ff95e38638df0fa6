#include "core/analysis/quant_error.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <map>
#include <span>

#include "core/analysis/perturbation_engine.h"
#include "core/base/error.h"
#include "core/quant/observer.h"
#include "core/quant/output_kind.h"
#include "core/quant/weight_error.h"

namespace secateur {

namespace {

/// Points that share one walk through the layers before them, and are stored together.
constexpr size_t kErrorsPerPass = 8;
constexpr int64_t kBatch = 8;

std::vector<NodeId> quantizedLayers(const Graph& lowered) {
    std::vector<NodeId> ids;
    for (NodeId id = 1; id < lowered.size(); ++id) {
        if (!movesValues(lowered.node(id).op)) {
            ids.push_back(id);
        }
    }
    return ids;
}

class Measurement {
 public:
    Measurement(const Graph& prepared, const Graph& lowered, const Evaluation& baseline,
                const std::vector<int64_t>& indices, const QuantErrorHooks& hooks,
                const RunContext& context)
        : m_lowered(lowered),
          m_baseline(baseline),
          m_indices(indices),
          m_hooks(hooks),
          m_context(context),
          m_executor(prepared),
          m_layers(quantizedLayers(lowered)) {
        const at::NoGradGuard noGrad;
        for (NodeId id = 1; id < lowered.size(); ++id) {
            const Node& node = lowered.node(id);
            if (!std::holds_alternative<Flatten>(node.op)) {
                m_simulated.emplace(id, simulation(node));
            }
        }
    }

    void run(const Dataset& dataset, const Normalisation& normalisation, int workers) {
        PerturbationEngine engine(m_executor, dataset, normalisation, workers, kBatch);
        request(kAllLayers, QuantErrorMode::All, -1);
        for (const NodeId id : m_layers) {
            request(m_lowered.node(id).name, QuantErrorMode::Only, id);
        }
        for (const NodeId id : m_layers) {
            request(m_lowered.node(id).name, QuantErrorMode::AllBut, id);
        }
        report();
        for (size_t first = 0; first < m_wanted.size(); first += kErrorsPerPass) {
            const size_t count = std::min(kErrorsPerPass, m_wanted.size() - first);
            measure(engine, std::span(m_wanted).subspan(first, count));
        }
    }

 private:
    struct Wanted {
        std::string layer;
        QuantErrorMode mode;
        NodeId id;
    };

    void request(const std::string& layer, QuantErrorMode mode, NodeId id) {
        ++m_total;
        if (m_hooks.alreadyMeasured && m_hooks.alreadyMeasured(layer, mode)) {
            ++m_done;
        } else {
            m_wanted.push_back({layer, mode, id});
        }
    }

    Perturbation perturbation(const Wanted& wanted) const {
        Perturbation result;
        for (const auto& [id, node] : m_simulated) {
            const bool own = id == wanted.id;
            if (wanted.mode == QuantErrorMode::Only ? own : !own) {
                result.changes.push_back({id, node});
            }
        }
        return result;
    }

    void measure(PerturbationEngine& engine, std::span<const Wanted> wanted) {
        std::vector<Perturbation> pass;
        std::vector<const Perturbation*> pointers;
        for (const Wanted& point : wanted) {
            pass.push_back(perturbation(point));
        }
        for (const Perturbation& one : pass) {
            pointers.push_back(&one);
        }
        const auto answers = engine.run(pointers, m_indices, m_context);
        for (size_t i = 0; i < wanted.size(); ++i) {
            m_context.checkCancelled();
            m_hooks.measured(counted(wanted[i], answers[i]));
            ++m_done;
            report();
        }
    }

    QuantErrorPoint counted(const Wanted& wanted, const std::vector<int32_t>& answers) const {
        const std::vector<int32_t>& before = m_baseline.predictions;
        const PairedCounts counts =
            countChanges(m_baseline.labels, before, answers.empty() ? before : answers);
        return {wanted.layer,   wanted.mode, counts.count,
                counts.correct, counts.lost, counts.gained};
    }

    void report() const {
        m_context.report({"quantization errors", m_done, m_total, "points", {}});
    }

    const Graph& m_lowered;
    const Evaluation& m_baseline;
    const std::vector<int64_t>& m_indices;
    const QuantErrorHooks& m_hooks;
    const RunContext& m_context;
    const FloatExecutor m_executor;
    const std::vector<NodeId> m_layers;
    std::map<NodeId, PreparedNode> m_simulated;
    std::vector<Wanted> m_wanted;
    int64_t m_done = 0;
    int64_t m_total = 0;
};

}  // namespace

std::vector<LayerNoise> layerNoises(const Graph& prepared, const Graph& lowered,
                                    const std::vector<NodeHistogram>& observed) {
    std::vector<LayerNoise> noises;
    for (const NodeId id : quantizedLayers(lowered)) {
        const Node& node = lowered.node(id);
        LayerNoise noise{node.name, opLabel(node.op), std::nullopt, 0.0};
        if (node.hasIntegerWeight()) {
            noise.weightSqnrDb = sqnrDb(prepared.node(id).parameter("weight"),
                                        node.parameter("weight").dequantize());
        }
        for (const NodeHistogram& seen : observed) {
            if (seen.name == node.name) {
                noise.activationSqnrDb = clipEffect(seen.values, *node.quant).sqnrDb;
            }
        }
        noises.push_back(std::move(noise));
    }
    return noises;
}

void measureQuantErrors(const Graph& prepared, const Graph& lowered, const Dataset& dataset,
                        const Normalisation& normalisation, const std::vector<int64_t>& indices,
                        const Evaluation& baseline, const QuantErrorHooks& hooks, int workers,
                        const RunContext& context) {
    if (baseline.predictions.size() != indices.size()) {
        throw Error(ErrorCode::InvalidArgument, "the baseline is of other images",
                    {"", fmt::format("{} images", indices.size()),
                     std::to_string(baseline.predictions.size())});
    }
    Measurement(prepared, lowered, baseline, indices, hooks, context)
        .run(dataset, normalisation, workers);
}

}  // namespace secateur
