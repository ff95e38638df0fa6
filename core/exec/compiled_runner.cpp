#include "core/exec/compiled_runner.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <new>

#include "core/exec/compiled_program.h"
#include "core/exec/int8_kernels.h"
#include "core/graph/shapes.h"

namespace secateur {

/// Memory that the library aligns.
struct FreeMemory {
    void operator()(void* memory) const { std::free(memory); }
};
using Block = std::unique_ptr<char, FreeMemory>;

/// Where a value lies: what one walk computes, or what only the suffix of a changed network does.
enum class Place { Walk, Suffix };
constexpr size_t kPlaces = 2;
constexpr int64_t kNoSuffix = std::numeric_limits<int64_t>::max();

/// An argument of a primitive: a node's output, in either place, or a constant.
struct BoundArgument {
    int index = 0;
    int64_t producer = -1;  ///< the step that makes it
    bool constant = false;
    std::array<dnnl::memory, kPlaces> memories;
};
using Call = std::vector<BoundArgument>;

namespace {

Block allocated(int64_t bytes) {
    const int64_t size =
        (std::max<int64_t>(bytes, 1) + kArenaAlignment - 1) / kArenaAlignment * kArenaAlignment;
    auto* memory = static_cast<char*>(
        std::aligned_alloc(static_cast<size_t>(kArenaAlignment), static_cast<size_t>(size)));
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return Block(memory);
}

}  // namespace

struct CompiledRunner::Impl {
    explicit Impl(std::shared_ptr<const CompiledNetwork> network)
        : network(std::move(network)),
          program(this->network->program()),
          arenas{allocated(program.plan.bytes), nullptr},
          scratchpad(allocated(program.scratchpadBytes)),
          stream(onednn::engine()) {
        const std::vector<FeatureShape> shapes = inferShapes(program.graph);
        for (const ProgramStep& step : program.steps) {
            fallbacks.emplace_back();
            for (size_t i = 0; !step.compiled && i < step.nodes.size(); ++i) {
                fallbacks.back().emplace_back(program.graph, step.nodes[i], shapes);
            }
        }
        bind(Place::Walk);
    }

    /// Describes the arguments of every step to the library, in memory of this place.
    void bind(Place place) {
        calls.resize(program.steps.size());
        for (size_t index = 0; index < calls.size(); ++index) {
            const ProgramStep& step = program.steps[index];
            if (!step.compiled) {
                continue;
            }
            calls[index].resize(
                static_cast<size_t>(step.compiled->imageByImage ? program.batch() : 1));
            for (size_t image = 0; image < calls[index].size(); ++image) {
                bind(*step.compiled, static_cast<int64_t>(image), place, calls[index][image]);
            }
        }
    }

    void bind(const CompiledStep& step, int64_t image, Place place, Call& call) {
        const auto at = static_cast<size_t>(place);
        if (place == Place::Suffix) {
            for (size_t i = 0; i < step.arguments.size(); ++i) {
                call[i].memories[at] = memoryOf(step.arguments[i], image, place);
            }
            return;
        }
        for (const StepArgument& argument : step.arguments) {
            BoundArgument bound{argument.index, producer(argument.value), false, {}};
            bound.memories[at] = memoryOf(argument, image, place);
            call.push_back(std::move(bound));
        }
        for (const auto& [argument, memory] : step.constants) {
            call.push_back({argument, -1, true, {memory, memory}});
        }
        const onednn::Desc bytes({std::max<int64_t>(step.primitive.scratchpadBytes, 1)},
                                 onednn::Type::u8, dnnl::memory::format_tag::a);
        const dnnl::memory scratch(bytes, onednn::engine(), scratchpad.get());
        call.push_back({DNNL_ARG_SCRATCHPAD, -1, true, {scratch, scratch}});
    }

    dnnl::memory memoryOf(const StepArgument& argument, int64_t image, Place place) const {
        const ValueForm& form = program.form(argument.value);
        return {argument.desc, onednn::engine(),
                address(argument.value, place) + image * form.bytes() / form.batch};
    }

    int64_t producer(NodeId id) const { return program.producers[static_cast<size_t>(id)]; }
    char* address(NodeId id, Place place) const {
        return arenas[static_cast<size_t>(place)].get() +
               program.plan.offsets[static_cast<size_t>(id)];
    }
    /// Of a value in a run whose steps from `suffix` on are the suffix's.
    Place place(int64_t producedBy, int64_t suffix) const {
        return producedBy >= suffix ? Place::Suffix : Place::Walk;
    }

    /// The numbers of a value, [batch, C, H, W] or [batch, C]: a view, float or uint8.
    at::Tensor view(NodeId id, Place place = Place::Walk) const {
        const ValueForm& form = program.form(id);
        const auto [c, h, w] = form.shape;
        const auto options = at::TensorOptions(form.quant ? at::kByte : at::kFloat);
        char* data = address(id, place);
        return form.flat
                   ? at::from_blob(data, {form.batch, c * h * w}, options)
                   : at::from_blob(data, {form.batch, c, h, w}, {h * w * c, 1, w * c, c}, options);
    }

    /// The same as LibTorch's operators read it.
    at::Tensor value(NodeId id, Place place = Place::Walk) const {
        const auto& quant = program.form(id).quant;
        return quant ? at::_make_per_tensor_quantized_tensor(view(id, place), quant->scale,
                                                             quant->zeroPoint)
                     : view(id, place);
    }

    /// At most a batch.
    void store(NodeId id, const at::Tensor& value, Place place = Place::Walk) const {
        view(id, place)
            .narrow(0, 0, value.size(0))
            .copy_(value.is_quantized() ? value.int_repr() : value);
    }

    void enter(const at::Tensor& images) const {
        const auto& quant = program.form(0).quant;
        store(0, quant ? quantizeTensor(images, *quant) : images);
    }

    /// `suffix`: the first step of a changed network's suffix, or kNoSuffix.
    void runStep(size_t index, int64_t suffix) {
        if (!program.steps[index].compiled) {
            runOnTorch(index, suffix, fallbacks[index],
                       [](const QuantizedNode& node) { return std::pair(node.id(), &node); });
            return;
        }
        for (const Call& call : calls[index]) {
            execute(index, call, suffix, nullptr);
        }
    }

    void runChanged(const ChangedStep& changed, int64_t suffix) {
        if (changed.constants.empty()) {
            runOnTorch(changed.step, suffix, changed.nodes,
                       [](const Replacement& node) { return std::pair(node.id, &node.node); });
            return;
        }
        for (const Call& call : calls[changed.step]) {
            execute(changed.step, call, suffix, &changed.constants);
        }
    }

    /// `constants`: in place of the step's own, in the same order.
    void execute(size_t index, const Call& call, int64_t suffix,
                 const std::vector<std::pair<int, dnnl::memory>>* constants) {
        arguments.clear();
        size_t next = 0;
        for (const BoundArgument& bound : call) {
            const auto at = static_cast<size_t>(place(bound.producer, suffix));
            const dnnl::memory* memory = &bound.memories[at];
            if (bound.constant && constants != nullptr && next < constants->size()) {
                memory = &(*constants)[next++].second;
            }
            arguments.push_back({bound.index, memory->get()});
        }
        dnnl::error::wrap_c_api(
            dnnl_primitive_execute(program.steps[index].compiled->primitive.primitive.get(),
                                   stream.get(), static_cast<int>(arguments.size()),
                                   arguments.data()),
            "could not execute a primitive");
    }

    /// The nodes of a step one after the other; `entry` gives a node's id and what runs it.
    template <class Nodes, class Entry>
    void runOnTorch(size_t index, int64_t suffix, const Nodes& nodes, const Entry& entry) {
        at::Tensor last;
        NodeId lastId = -1;
        for (const auto& node : nodes) {
            const auto [id, runs] = entry(node);
            std::vector<at::Tensor> inputs;
            for (const NodeId input : program.graph.node(id).inputs) {
                inputs.push_back(input == lastId ? last
                                                 : value(input, place(producer(input), suffix)));
            }
            last = runs->run(inputs);
            lastId = id;
        }
        store(program.steps[index].nodes.back(), last, place(static_cast<int64_t>(index), suffix));
    }

    at::Tensor logits(int64_t images, Place place) const {
        return value(program.graph.output(), place).narrow(0, 0, images).dequantize();
    }

    std::shared_ptr<const CompiledNetwork> network;
    const CompiledProgram& program;
    std::array<Block, kPlaces> arenas;
    Block scratchpad;
    dnnl::stream stream;
    std::vector<std::vector<QuantizedNode>> fallbacks;  ///< of every step that is not compiled
    std::vector<std::vector<Call>> calls;               ///< of every step, one or one an image
    std::vector<dnnl_exec_arg_t> arguments;             ///< of the call that runs
    size_t reached = 0;                                 ///< the walk's next step
    int64_t images = 0;                                 ///< the walk's
};

CompiledRunner::CompiledRunner(std::shared_ptr<const CompiledNetwork> network)
    : m_impl(std::make_unique<Impl>(std::move(network))) {}

CompiledRunner::~CompiledRunner() = default;

at::Tensor CompiledRunner::run(const at::Tensor& images) {
    const at::NoGradGuard noGrad;
    const int64_t total = images.size(0);
    at::Tensor logits;
    for (int64_t first = 0; first < total; first += m_impl->program.batch()) {
        const int64_t count = std::min(m_impl->program.batch(), total - first);
        begin(images.narrow(0, first, count));
        advance(m_impl->program.steps.size());
        const at::Tensor result = m_impl->logits(count, Place::Walk);
        if (!logits.defined()) {
            std::vector<int64_t> sizes = result.sizes().vec();
            sizes[0] = total;
            logits = at::empty(sizes);
        }
        logits.narrow(0, first, count).copy_(result);
    }
    return logits;
}

at::Tensor CompiledRunner::runTimed(const at::Tensor& images, std::span<double> seconds) {
    using Clock = std::chrono::steady_clock;
    begin(images);
    Clock::time_point before = Clock::now();
    for (size_t step = 0; step < m_impl->program.steps.size(); ++step) {
        advance(step + 1);
        const Clock::time_point after = Clock::now();
        seconds[step] += std::chrono::duration<double>(after - before).count();
        before = after;
    }
    return m_impl->logits(images.size(0), Place::Walk).clone();
}

void CompiledRunner::begin(const at::Tensor& images) {
    const at::NoGradGuard noGrad;
    m_impl->enter(images);
    m_impl->reached = 0;
    m_impl->images = images.size(0);
}

void CompiledRunner::advance(size_t step) {
    const at::NoGradGuard noGrad;
    for (; m_impl->reached < step; ++m_impl->reached) {
        m_impl->runStep(m_impl->reached, kNoSuffix);
    }
}

at::Tensor CompiledRunner::runSuffix(const CompiledChange& change) {
    const at::NoGradGuard noGrad;
    if (m_impl->arenas[static_cast<size_t>(Place::Suffix)] == nullptr) {
        m_impl->arenas[static_cast<size_t>(Place::Suffix)] = allocated(m_impl->program.plan.bytes);
        m_impl->bind(Place::Suffix);
    }
    const auto suffix = static_cast<int64_t>(change.firstStep);
    auto next = change.steps->begin();
    for (size_t step = change.firstStep; step < m_impl->program.steps.size(); ++step) {
        if (next != change.steps->end() && next->step == step) {
            m_impl->runChanged(*next++, suffix);
        } else {
            m_impl->runStep(step, suffix);
        }
    }
    return m_impl->logits(m_impl->images, Place::Suffix).clone();
}

std::vector<NodeId> CompiledRunner::stepInputs(size_t step) const {
    return m_impl->program.steps[step].inputs;
}

std::span<char> CompiledRunner::memory() const {
    return {m_impl->arenas.front().get(), static_cast<size_t>(m_impl->program.plan.bytes)};
}

at::Tensor CompiledRunner::runStep(size_t step, std::span<const at::Tensor> inputs) {
    const at::NoGradGuard noGrad;
    const ProgramStep& own = m_impl->program.steps[step];
    for (size_t i = 0; i < inputs.size(); ++i) {
        m_impl->store(own.inputs[i], inputs[i]);
    }
    m_impl->runStep(step, kNoSuffix);
    return m_impl->value(own.nodes.back()).narrow(0, 0, inputs.front().size(0)).clone();
}

}  // namespace secateur
