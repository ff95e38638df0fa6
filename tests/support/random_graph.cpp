#include "tests/support/random_graph.h"

#include "core/base/random.h"
#include "core/graph/cost.h"

namespace secateur::test {

namespace {

struct Value {
    NodeId id;
    int64_t channels;
    int64_t size;
};

class Maker {
 public:
    explicit Maker(uint64_t seed) : m_random(seed) {
        m_graph.spec = {"sample", 3, 4, 12, 12, ""};
        m_values.push_back({append(Input{3, 12, 12}, {}), 3, 12});
    }

    Graph make() {
        for (int step = 0; step < 9; ++step) {
            grow();
        }
        Value last = m_values.back();
        last.id = append(GlobalAvgPool{}, {last.id});
        last.id = append(Flatten{}, {last.id});
        Linear op;
        op.inFeatures = last.channels;
        op.outFeatures = 4;
        append(op, {last.id},
               {{"weight", noise({4, last.channels}, 2.0)}, {"bias", noise({4}, 1)}});
        return std::move(m_graph);
    }

 private:
    NodeId append(Op op, std::vector<NodeId> inputs, std::vector<Parameter> parameters = {}) {
        Node node;
        node.name = "node" + std::to_string(m_graph.size());
        node.op = std::move(op);
        node.inputs = std::move(inputs);
        node.parameters = std::move(parameters);
        node.block = "block " + std::to_string(m_graph.size() / 6);
        return m_graph.add(std::move(node));
    }

    at::Tensor noise(at::IntArrayRef sizes, double scale) {
        at::Tensor values = at::empty(sizes, at::kFloat);
        for (int64_t i = 0; i < values.numel(); ++i) {
            values.data_ptr<float>()[i] = static_cast<float>(scale * (m_random.uniform() - 0.5));
        }
        return values;
    }

    const Value& any() { return m_values[m_random.below(m_values.size())]; }

    /// A convolution of `from`, perhaps normalised, perhaps activated.
    Value convolved(const Value& from) {
        Conv2d op;
        op.inChannels = from.channels;
        const bool depthwise = m_random.below(3) == 0 && from.channels > 1;
        op.groups = depthwise ? from.channels : 1;
        op.outChannels =
            depthwise ? from.channels : 4 + 3 * static_cast<int64_t>(m_random.below(5));
        if (!depthwise && from.channels % 2 == 0 && m_random.below(4) == 0) {
            op.groups = 2;
            op.outChannels += op.outChannels % 2;
        }
        const int64_t kernel = m_random.below(2) == 0 ? 1 : 3;
        op.kernel = {kernel, kernel};
        const int64_t dilation = m_random.below(4) == 0 ? 2 : 1;
        op.dilation = {dilation, dilation};
        op.padding = {dilation * (kernel / 2), dilation * (kernel / 2)};
        const int64_t stride = m_random.below(4) == 0 && from.size > 3 ? 2 : 1;
        op.stride = {stride, stride};
        op.bias = m_random.below(2) == 0;
        std::vector<Parameter> parameters{
            {"weight", noise({op.outChannels, op.inChannels / op.groups, kernel, kernel}, 1.5)}};
        if (op.bias) {
            parameters.push_back({"bias", noise({op.outChannels}, 0.5)});
        }
        Value y{append(op, {from.id}, std::move(parameters)), op.outChannels,
                (from.size - 1) / stride + 1};
        if (m_random.below(2) == 0) {
            y.id = append(BatchNorm2d{y.channels}, {y.id},
                          {{"weight", noise({y.channels}, 1) + 1},
                           {"bias", noise({y.channels}, 1)},
                           {"running_mean", noise({y.channels}, 1), false},
                           {"running_var", noise({y.channels}, 1) + 1, false}});
        }
        constexpr auto kKinds = uint64_t{std::size(kEnumNames<ActivationKind>.all)};
        const auto kind = m_random.below(kKinds + kKinds / 2);
        if (kind < kKinds) {
            y.id = append(Activation{static_cast<ActivationKind>(kind), 0.2, -0.7, 0.9}, {y.id});
        }
        return y;
    }

    /// Squeeze and excitation.
    Value gated(const Value& from) {
        Conv2d op;
        op.inChannels = from.channels;
        op.outChannels = from.channels;
        NodeId gate = append(GlobalAvgPool{}, {from.id});
        gate = append(op, {gate}, {{"weight", noise({from.channels, from.channels, 1, 1}, 1.5)}});
        gate = append(Activation{ActivationKind::Sigmoid}, {gate});
        return {append(Multiply{}, {from.id, gate}), from.channels, from.size};
    }

    template <class Pool>
    Value pooled(const Value& from) {
        Pool op;
        op.ceilMode = m_random.below(2) == 0;
        if (m_random.below(2) == 0) {
            op.kernel = {3, 3};
            op.padding = {1, 1};
        }
        if constexpr (std::is_same_v<Pool, AvgPool2d>) {
            // Of both together onnxruntime's float and integer kernels make different averages.
            op.countIncludePad = !op.ceilMode && m_random.below(2) == 0;
        }
        const int64_t size =
            windowPlaces(from.size, op.kernel[0], op.stride[0], op.padding[0], op.ceilMode);
        return {append(op, {from.id}), from.channels, size};
    }

    /// A part in order, or some in any order.
    Value selected(const Value& from) {
        SelectChannels op;
        const auto count =
            static_cast<int64_t>(m_random.below(static_cast<uint64_t>(from.channels))) + 1;
        const auto first =
            static_cast<int64_t>(m_random.below(static_cast<uint64_t>(from.channels - count + 1)));
        const int64_t step = m_random.below(2) == 0 ? 1 : 2;
        for (int64_t i = 0; i < count; ++i) {
            op.channels.push_back((first + i * step) % from.channels);
        }
        return {append(op, {from.id}), static_cast<int64_t>(op.channels.size()), from.size};
    }

    Value padded(const Value& from) {
        const Pad2d op{{1, 0, 0, 1}, m_random.below(2) == 0 ? 0.0 : 0.3};
        return {append(op, {from.id}), from.channels, from.size + 1};
    }

    Value larger(const Value& from) {
        return from.size > 6
                   ? padded(from)
                   : Value{append(Upsample2d{{2, 2}}, {from.id}), from.channels, 2 * from.size};
    }

    /// A layer norm, or constants.
    Value scaled(const Value& from) {
        const Op op = m_random.below(4) == 0 ? Op{LayerNorm2d{from.channels, 1e-3}}
                                             : Op{ChannelAffine{from.channels}};
        return {append(op, {from.id},
                       {{"weight", noise({from.channels}, 1) + 1},
                        {"bias", noise({from.channels}, 1)}}),
                from.channels, from.size};
    }

    void grow() {
        const Value a = m_random.below(3) == 0 ? any() : m_values.back();
        const auto what = m_random.below(13);
        if (what == 0) {
            for (const Value& b : m_values) {
                if (b.id != a.id && b.size == a.size) {
                    m_values.push_back(
                        {append(Concat{}, {a.id, b.id}), a.channels + b.channels, a.size});
                    return;
                }
            }
        }
        if (what == 1) {
            for (const Value& b : m_values) {
                if (b.id != a.id && b.size == a.size && b.channels == a.channels) {
                    m_values.push_back({append(Add{}, {a.id, b.id}), a.channels, a.size});
                    return;
                }
            }
        }
        if (what == 2 && a.size >= 8) {
            m_values.push_back(m_random.below(2) == 0 ? pooled<MaxPool2d>(a)
                                                      : pooled<AvgPool2d>(a));
            return;
        }
        if (what == 3) {
            m_values.push_back(gated(a));
            return;
        }
        if (what == 4) {
            m_values.push_back({append(Dropout{}, {a.id}), a.channels, a.size});
            return;
        }
        m_values.push_back(what == 5   ? selected(a)
                           : what == 6 ? padded(a)
                           : what == 7 ? scaled(a)
                           : what == 8 ? larger(a)
                                       : convolved(a));
    }

    Random m_random;
    Graph m_graph;
    std::vector<Value> m_values;
};

}  // namespace

Graph randomGraph(uint64_t seed) {
    return Maker(seed).make();
}

}  // namespace secateur::test
