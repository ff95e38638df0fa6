#include "core/onnx/onnx_moves.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/onnx/onnx_constants.h"

namespace secateur {

namespace {

OnnxValue viewed(const OnnxValue& value, OnnxLayout layout) {
    return {{}, value.node, std::move(layout), value.sole};
}

OnnxValue reshapedTo(const OnnxValue& value, const std::vector<int64_t>& dims) {
    auto layout = value.layout.reshaped(dims);
    if (!layout) {
        throw OnnxUnread("to a shape that mixes images or pixels");
    }
    return viewed(value, std::move(*layout));
}

std::vector<int64_t> counting(int64_t first, int64_t count, int64_t step = 1) {
    std::vector<int64_t> numbers;
    for (int64_t i = 0; i < count; ++i) {
        numbers.push_back(first + i * step);
    }
    return numbers;
}

/// Every other row or column: the maximum of a window of one.
OnnxValue everyPixel(const OnnxCall& call, const OnnxValue& value, const OnnxSlice& slice,
                     const std::string& name) {
    const NodeId x = call.build.mapOf(value, name + ".order");
    if (slice.axis < 2 || slice.start != 0 || slice.step < 1 ||
        slice.count !=
            (value.layout.dims()[static_cast<size_t>(slice.axis)] + slice.step - 1) / slice.step) {
        throw OnnxUnread("a part of the image");
    }
    MaxPool2d op;
    op.kernel = {1, 1};
    op.stride = {1, 1};
    op.stride[static_cast<size_t>(slice.axis - 2)] = slice.step;
    return call.build.map(call.build.add(name, op, {x}));
}

/// How many channels each output of a Split gets.
std::vector<int64_t> splitSizes(const OnnxCall& call, int64_t size) {
    std::vector<int64_t> sizes = call.attributes().integers("split");
    if (const at::Tensor given = call.optional(1); given.defined()) {
        sizes = onnxIntegers(given, call.step.node->name());
    }
    const int64_t outputs = call.step.node->output_size();
    if (sizes.empty()) {
        const int64_t part = (size + outputs - 1) / outputs;
        sizes.assign(static_cast<size_t>(outputs), part);
        sizes.back() = size - part * (outputs - 1);
    }
    int64_t total = 0;
    for (const int64_t part : sizes) {
        total += part < 1 || part > size ? size + 1 : part;
    }
    if (total != size || static_cast<int64_t>(sizes.size()) != outputs) {
        throw Error(
            ErrorCode::Mismatch, "a layer's input does not fit",
            {call.step.node->name(), "parts of " + std::to_string(size), std::to_string(total)});
    }
    return sizes;
}

}  // namespace

OnnxResults readSame(const OnnxCall& call) {
    return {call.feature()};
}

OnnxResults readCast(const OnnxCall& call) {
    if (!onnxIsReal(call.attributes().integer("to", 0))) {
        throw OnnxUnread("to whole numbers");
    }
    return {call.feature()};
}

OnnxResults readDropout(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    const at::Tensor ratio = call.opset >= 12 ? call.optional(1) : at::Tensor();
    const double p =
        ratio.defined() ? ratio.item<double>() : call.attributes().number("ratio", 0.5);
    if (!(p > 0 && p < 1)) {
        return {x};
    }
    return {OnnxBuilder::like(x, call.build.add(call.name(), Dropout{p}, {x.node}))};
}

OnnxResults readReshape(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    return {reshapedTo(x, onnxReshape(*call.step.node, x.layout.dims(), call.constant(1)))};
}

OnnxResults readFlatten(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    const int64_t rank = x.layout.rank();
    const int64_t given = call.attributes().integer("axis", 1);
    const int64_t axis = given == rank ? rank : onnxAxis(given, rank, call.step.node->name());
    std::vector<int64_t> dims{1, 1};
    for (int64_t i = 0; i < rank; ++i) {
        dims[i < axis ? 0 : 1] *= x.layout.dims()[static_cast<size_t>(i)];
    }
    return {reshapedTo(x, dims)};
}

OnnxResults readSqueeze(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    const std::vector<int64_t> dims = x.layout.dims();
    std::vector<int64_t> axes = onnxAxes(*call.step.node, call.constants());
    for (int64_t& axis : axes) {
        axis = onnxAxis(axis, x.layout.rank(), call.step.node->name());
        if (dims[static_cast<size_t>(axis)] != 1) {
            throw Error(ErrorCode::Mismatch, "a layer's input does not fit",
                        {call.step.node->name(), "an axis of 1",
                         std::to_string(dims[static_cast<size_t>(axis)])});
        }
    }
    for (int64_t axis = 0;
         call.inputs.size() < 2 && !call.attributes().has("axes") && axis < x.layout.rank();
         ++axis) {
        if (dims[static_cast<size_t>(axis)] == 1) {
            axes.push_back(axis);
        }
    }
    return {viewed(x, x.layout.without(axes, false))};
}

OnnxResults readUnsqueeze(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    std::vector<int64_t> axes = onnxAxes(*call.step.node, call.constants());
    const int64_t rank = x.layout.rank() + static_cast<int64_t>(axes.size());
    std::set<int64_t> places;
    for (const int64_t axis : axes) {
        places.insert(onnxAxis(axis, rank, call.step.node->name()));
    }
    std::vector<std::vector<OnnxAtom>> all = x.layout.axes();
    for (const int64_t place : places) {
        if (place > static_cast<int64_t>(all.size())) {
            throw OnnxUnread("to a shape that repeats an axis");
        }
        all.emplace(all.begin() + place);
    }
    return {viewed(x, OnnxLayout(std::move(all)))};
}

OnnxResults readTranspose(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    return {viewed(x, x.layout.transposed(onnxPermutation(*call.step.node, x.layout.rank())))};
}

OnnxResults readExpand(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    const std::vector<int64_t> dims = x.layout.dims();
    std::vector<int64_t> wanted = onnxIntegers(call.constant(1), call.step.node->name());
    if (wanted.size() > dims.size()) {
        throw OnnxUnread("to a larger size");
    }
    for (size_t i = 0; i < wanted.size(); ++i) {
        const int64_t dim = dims[dims.size() - wanted.size() + i];
        if (wanted[i] != dim && wanted[i] != 1) {
            throw OnnxUnread("to a larger size");
        }
    }
    return {x};
}

OnnxResults readShape(const OnnxCall& call) {
    const std::vector<int64_t> dims = call.feature().layout.dims();
    const auto rank = static_cast<int64_t>(dims.size());
    const auto place = [&](const char* name, int64_t missing) {
        const int64_t at = call.attributes().integer(name, missing);
        return std::clamp<int64_t>(at < 0 ? at + rank : at, 0, rank);
    };
    const int64_t start = place("start", 0);
    const int64_t end = std::max(start, place("end", rank));
    OnnxValue result;
    result.constant =
        at::tensor(std::vector<int64_t>(dims.begin() + start, dims.begin() + end), at::kLong);
    return {result};
}

OnnxResults readConcat(const OnnxCall& call) {
    if (call.inputs.size() == 1) {
        return {call.feature()};
    }
    const std::string name = call.name();
    const int64_t rank = call.feature().layout.rank();
    const int64_t axis =
        onnxAxis(call.attributes().integer("axis", 1), rank, call.step.node->name());
    std::vector<OnnxValue> parts;
    bool flat = false;
    int64_t channels = 0;
    for (size_t i = 0; i < call.inputs.size(); ++i) {
        OnnxValue part = call.build.ordered(call.feature(i), name + ".order" + std::to_string(i));
        const int64_t own = call.build.shapeOf(part)[0];
        if (part.layout.rank() != rank || !part.layout.isWhole(axis, OnnxSource::Channels, own) ||
            (i > 0 && part.layout.without({axis}, true) != parts[0].layout.without({axis}, true))) {
            throw OnnxUnread("not along the channels");
        }
        channels += own;
        flat = flat || call.build.isFlat(part.node);
        parts.push_back(std::move(part));
    }
    std::vector<NodeId> nodes;
    for (const OnnxValue& part : parts) {
        nodes.push_back(flat ? call.build.asFlat(part.node, name + ".part") : part.node);
    }
    const NodeId id = call.build.add(name, Concat{}, nodes);
    return {{{}, id, parts[0].layout.rechannelled(axis, channels), true}};
}

OnnxResults readSplit(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    const int64_t axis =
        onnxAxis(call.attributes().integer("axis", 0), x.layout.rank(), call.step.node->name());
    OnnxResults results;
    int64_t first = 0;
    for (const int64_t size : splitSizes(call, x.layout.dims()[static_cast<size_t>(axis)])) {
        results.push_back(call.build.selected(x, axis, counting(first, size), call.name()));
        first += size;
    }
    return results;
}

OnnxResults readSlice(const OnnxCall& call) {
    OnnxValue x = call.feature();
    for (const OnnxSlice& slice : onnxSlices(*call.step.node, call.constants(), x.layout.dims())) {
        x = x.layout.isOnly(slice.axis, OnnxSource::Channels)
                ? call.build.selected(x, slice.axis, counting(slice.start, slice.count, slice.step),
                                      call.name())
                : everyPixel(call, x, slice, call.name());
    }
    return {x};
}

OnnxResults readGather(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    const at::Tensor index = call.constant(1);
    const int64_t axis =
        onnxAxis(call.attributes().integer("axis", 0), x.layout.rank(), call.step.node->name());
    const int64_t size = x.layout.dims()[static_cast<size_t>(axis)];
    std::vector<int64_t> picked = onnxIntegers(index, call.step.node->name());
    if (index.dim() > 1) {
        throw OnnxUnread("by a table of indices");
    }
    for (int64_t& place : picked) {
        place = onnxAxis(place, size, call.step.node->name());
    }
    const OnnxValue chosen = call.build.selected(x, axis, picked, call.name());
    return {index.dim() == 1 ? chosen : viewed(chosen, chosen.layout.without({axis}, false))};
}

}  // namespace secateur
