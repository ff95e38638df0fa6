#include "core/onnx/onnx_constants.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/onnx/onnx_attributes.h"
#include "core/onnx/onnx_file.h"

namespace secateur {

namespace {

/// Of all folded constants: 256 MB.
constexpr int64_t kMostFolded = int64_t{1} << 26;

[[noreturn]] void unfit(const std::string& node, const std::string& expected,
                        const std::string& got) {
    throw Error(ErrorCode::CorruptData, "an ONNX node whose inputs do not fit",
                {node, expected, got});
}

at::Tensor numbersTensor(const std::vector<int64_t>& numbers) {
    return at::tensor(numbers, at::kLong);
}

const at::Tensor& operand(const onnx::NodeProto& node, const std::vector<at::Tensor>& inputs,
                          size_t index) {
    if (index >= inputs.size() || !inputs[index].defined()) {
        unfit(node.name(), fmt::format("input {}", index + 1), "none");
    }
    return inputs[index];
}

at::Tensor unsqueezedConstant(const onnx::NodeProto& node, at::Tensor x,
                              std::vector<int64_t> axes) {
    const int64_t rank = x.dim() + static_cast<int64_t>(axes.size());
    for (int64_t& axis : axes) {
        axis = onnxAxis(axis, rank, node.name());
    }
    std::sort(axes.begin(), axes.end());
    for (const int64_t axis : axes) {
        x = x.unsqueeze(std::min(axis, x.dim()));
    }
    return x;
}

at::Tensor squeezedConstant(const onnx::NodeProto& node, at::Tensor x, std::vector<int64_t> axes) {
    if (axes.empty()) {
        return x.squeeze();
    }
    for (int64_t& axis : axes) {
        axis = onnxAxis(axis, x.dim(), node.name());
    }
    std::sort(axes.rbegin(), axes.rend());
    for (const int64_t axis : axes) {
        x = x.squeeze(axis);
    }
    return x;
}

at::Tensor slicedConstant(const onnx::NodeProto& node, at::Tensor x,
                          const std::vector<at::Tensor>& inputs) {
    for (const OnnxSlice& slice : onnxSlices(node, inputs, x.sizes().vec())) {
        std::vector<int64_t> picked;
        for (int64_t i = 0; i < slice.count; ++i) {
            picked.push_back(slice.start + i * slice.step);
        }
        x = x.index_select(slice.axis, numbersTensor(picked));
    }
    return x;
}

/// -1 is left out of integer division: the least integer has no opposite, and the processor traps.
at::Tensor divided(const at::Tensor& a, const at::Tensor& b) {
    if (at::isFloatingType(a.scalar_type())) {
        return a / b;
    }
    return at::where(b == -1, a.neg(), at::div(a, b.masked_fill(b == -1, 1), "trunc"));
}

at::Tensor remaindered(const at::Tensor& a, const at::Tensor& b) {
    return at::isFloatingType(a.scalar_type()) ? at::remainder(a, b)
                                               : at::remainder(a, b.masked_fill(b == -1, 1));
}

at::Tensor castTo(const at::Tensor& x, int64_t type) {
    if (onnxIsReal(type)) {
        return x.to(at::kFloat);
    }
    return (type == onnx::TensorProto::BOOL ? x.ne(0) : x).to(at::kLong);
}

/// Of all elements.
std::optional<at::Tensor> product(const onnx::NodeProto& node, const at::Tensor& x,
                                  const std::vector<int64_t>& axes) {
    if (!axes.empty() && static_cast<int64_t>(axes.size()) != x.dim()) {
        return std::nullopt;
    }
    const bool keep = OnnxAttributes(node).integer("keepdims", 1) != 0;
    return x.prod().reshape(std::vector<int64_t>(keep ? static_cast<size_t>(x.dim()) : 0, 1));
}

}  // namespace

bool onnxIsReal(int64_t type) {
    return type == onnx::TensorProto::FLOAT || type == onnx::TensorProto::DOUBLE ||
           type == onnx::TensorProto::FLOAT16 || type == onnx::TensorProto::BFLOAT16;
}

std::vector<int64_t> onnxIntegers(const at::Tensor& tensor, const std::string& node) {
    constexpr int64_t kMost = 1 << 20;
    if (!tensor.defined() || tensor.scalar_type() != at::kLong || tensor.numel() > kMost) {
        unfit(node, "constant integers", "none");
    }
    const at::Tensor dense = tensor.contiguous();
    const auto* data = dense.data_ptr<int64_t>();
    return {data, data + dense.numel()};
}

int64_t onnxAxis(int64_t axis, int64_t rank, const std::string& node) {
    if (axis < -rank || axis >= rank) {
        unfit(node, fmt::format("one of {} axes", rank), std::to_string(axis));
    }
    return axis < 0 ? axis + rank : axis;
}

std::vector<int64_t> onnxAxes(const onnx::NodeProto& node, const std::vector<at::Tensor>& inputs) {
    if (inputs.size() > 1 && inputs[1].defined()) {
        return onnxIntegers(inputs[1], node.name());
    }
    return OnnxAttributes(node).integers("axes");
}

std::vector<int64_t> onnxPermutation(const onnx::NodeProto& node, int64_t rank) {
    std::vector<int64_t> order = OnnxAttributes(node).integers("perm");
    if (order.empty()) {
        for (int64_t axis = rank - 1; axis >= 0; --axis) {
            order.push_back(axis);
        }
    }
    std::set<int64_t> axes;
    for (int64_t& axis : order) {
        axis = onnxAxis(axis, rank, node.name());
        axes.insert(axis);
    }
    if (static_cast<int64_t>(order.size()) != rank || axes.size() != order.size()) {
        unfit(node.name(), fmt::format("{} axes, each once", rank), std::to_string(order.size()));
    }
    return order;
}

std::vector<int64_t> onnxReshape(const onnx::NodeProto& node, const std::vector<int64_t>& dims,
                                 const at::Tensor& target) {
    std::vector<int64_t> sizes = onnxIntegers(target, node.name());
    const bool zeroIsZero = OnnxAttributes(node).integer("allowzero", 0) != 0;
    int64_t total = 1;
    for (const int64_t dim : dims) {
        total *= dim;
    }
    int64_t known = 1;
    int64_t* rest = nullptr;
    for (size_t i = 0; i < sizes.size(); ++i) {
        if (sizes[i] == 0 && !zeroIsZero && i < dims.size()) {
            sizes[i] = dims[i];
        }
        if (sizes[i] == -1 && rest == nullptr) {
            rest = &sizes[i];
        } else if (sizes[i] < 1 || __builtin_mul_overflow(known, sizes[i], &known)) {
            unfit(node.name(), "sizes above zero", std::to_string(sizes[i]));
        }
    }
    if (rest != nullptr) {
        *rest = total / known;
        known *= *rest;
    }
    if (known != total) {
        unfit(node.name(), fmt::format("sizes of {} values", total), std::to_string(known));
    }
    return sizes;
}

std::vector<OnnxSlice> onnxSlices(const onnx::NodeProto& node,
                                  const std::vector<at::Tensor>& inputs,
                                  const std::vector<int64_t>& dims) {
    const OnnxAttributes attributes(node);
    const bool asInputs = inputs.size() > 2;
    const auto given = [&](size_t index, const char* name) {
        if (!asInputs) {
            return attributes.integers(name);
        }
        return index < inputs.size() && inputs[index].defined()
                   ? onnxIntegers(inputs[index], node.name())
                   : std::vector<int64_t>{};
    };
    const std::vector<int64_t> starts = given(1, "starts");
    const std::vector<int64_t> ends = given(2, "ends");
    const std::vector<int64_t> axes = given(3, "axes");
    const std::vector<int64_t> steps = given(4, "steps");
    if (starts.size() != ends.size() || (!axes.empty() && axes.size() != starts.size()) ||
        (!steps.empty() && steps.size() != starts.size())) {
        unfit(node.name(), "as many ends as starts", std::to_string(ends.size()));
    }
    std::vector<OnnxSlice> slices;
    for (size_t i = 0; i < starts.size(); ++i) {
        OnnxSlice slice;
        slice.axis = onnxAxis(axes.empty() ? static_cast<int64_t>(i) : axes[i],
                              static_cast<int64_t>(dims.size()), node.name());
        const int64_t size = dims[static_cast<size_t>(slice.axis)];
        slice.step = steps.empty() ? 1 : steps[i];
        const auto place = [&](int64_t at, int64_t least, int64_t most) {
            return std::clamp(at < 0 && at >= -size ? at + size : at, least, most);
        };
        if (slice.step == 0 || slice.step < -size || slice.step > (int64_t{1} << 32)) {
            unfit(node.name(), "a step", std::to_string(slice.step));
        }
        const bool forwards = slice.step > 0;
        slice.start = place(starts[i], 0, forwards ? size : size - 1);
        const int64_t end = place(ends[i], forwards ? 0 : -1, size);
        const int64_t span = forwards ? end - slice.start : slice.start - end;
        const int64_t stride = forwards ? slice.step : -slice.step;
        slice.count = span <= 0 ? 0 : (span + stride - 1) / stride;
        if (slice.count != size || !forwards) {
            slices.push_back(slice);
        }
    }
    return slices;
}

void OnnxConstants::take(const onnx::NodeProto& node, at::IntArrayRef shape) {
    int64_t elements = 1;
    for (const int64_t size : shape) {
        if (size < 0 || __builtin_mul_overflow(elements, std::max<int64_t>(size, 1), &elements)) {
            elements = kMostFolded + 1;
            break;
        }
    }
    if (elements > kMostFolded - m_elements) {
        throw Error(ErrorCode::Unsupported, "an ONNX model whose constants grow too large",
                    {node.name(), fmt::format("{} values in all", kMostFolded), "more"});
    }
    m_elements += elements;
}

std::optional<at::Tensor> OnnxConstants::fold(const onnx::NodeProto& node,
                                              const std::vector<at::Tensor>& inputs) {
    for (const auto part :
         {&OnnxConstants::made, &OnnxConstants::arranged, &OnnxConstants::computed}) {
        if (std::optional<at::Tensor> result = (this->*part)(node, inputs)) {
            return result;
        }
    }
    return std::nullopt;
}

std::optional<at::Tensor> OnnxConstants::made(const onnx::NodeProto& node,
                                              const std::vector<at::Tensor>& inputs) {
    const std::string& type = node.op_type();
    const OnnxAttributes attributes(node);
    if (type == "Constant") {
        if (const auto* value = attributes.find("value")) {
            return onnxTensor(value->t(), m_folder);
        }
        if (const auto* value = attributes.find("value_float")) {
            return at::scalar_tensor(value->f(), at::kFloat);
        }
        if (const auto* value = attributes.find("value_int")) {
            return at::scalar_tensor(value->i(), at::kLong);
        }
        if (const auto* value = attributes.find("value_floats")) {
            return at::tensor(std::vector<float>(value->floats().begin(), value->floats().end()));
        }
        return attributes.has("value_ints")
                   ? std::optional(numbersTensor(attributes.integers("value_ints")))
                   : std::nullopt;
    }
    if (type == "ConstantOfShape") {
        const std::vector<int64_t> shape = onnxIntegers(operand(node, inputs, 0), node.name());
        take(node, shape);
        const auto* value = attributes.find("value");
        const at::Tensor fill = value != nullptr ? onnxTensor(value->t(), m_folder).reshape({-1})
                                                 : at::zeros({1}, at::kFloat);
        return fill.narrow(0, 0, 1).reshape({}).expand(shape).contiguous();
    }
    if (type == "Range") {
        const auto first = operand(node, inputs, 0).to(at::kDouble).item<double>();
        const auto last = operand(node, inputs, 1).to(at::kDouble).item<double>();
        const auto step = operand(node, inputs, 2).to(at::kDouble).item<double>();
        take(node,
             {static_cast<int64_t>(std::min(1e15, std::max(0.0, (last - first) / step))) + 1});
        return at::arange(first, last, step, inputs[0].scalar_type());
    }
    return type == "Shape" ? std::optional(numbersTensor(operand(node, inputs, 0).sizes().vec()))
                           : std::nullopt;
}

std::optional<at::Tensor> OnnxConstants::arranged(const onnx::NodeProto& node,
                                                  const std::vector<at::Tensor>& inputs) {
    const std::string& type = node.op_type();
    const OnnxAttributes attributes(node);
    static const std::set<std::string> kKnown{"Identity", "Cast",      "Reshape", "Transpose",
                                              "Squeeze",  "Unsqueeze", "Slice",   "Flatten",
                                              "Gather",   "Concat",    "Expand"};
    if (!kKnown.contains(type)) {
        return std::nullopt;
    }
    const at::Tensor& x = operand(node, inputs, 0);
    if (type == "Identity") {
        return x;
    }
    if (type == "Cast") {
        return castTo(x, attributes.integer("to", 0));
    }
    if (type == "Reshape") {
        return x.reshape(onnxReshape(node, x.sizes().vec(), operand(node, inputs, 1)));
    }
    if (type == "Transpose") {
        return x.permute(onnxPermutation(node, x.dim()));
    }
    if (type == "Squeeze") {
        return squeezedConstant(node, x, onnxAxes(node, inputs));
    }
    if (type == "Unsqueeze") {
        return unsqueezedConstant(node, x, onnxAxes(node, inputs));
    }
    if (type == "Slice") {
        return slicedConstant(node, x, inputs);
    }
    if (type == "Flatten") {
        const int64_t axis = attributes.integer("axis", 1);
        const auto sizes =
            x.sizes().slice(0, static_cast<size_t>(axis < 0 ? axis + x.dim() : axis));
        return x.reshape({c10::multiply_integers(sizes), -1});
    }
    if (type == "Gather") {
        const int64_t axis = onnxAxis(attributes.integer("axis", 0), x.dim(), node.name());
        const at::Tensor& index = operand(node, inputs, 1);
        std::vector<int64_t> shape = x.sizes().vec();
        shape.erase(shape.begin() + axis);
        shape.insert(shape.begin() + axis, index.sizes().begin(), index.sizes().end());
        take(node, shape);
        const int64_t size = x.size(axis);
        const at::Tensor places = at::where(index < 0, index + size, index).reshape({-1});
        return x.index_select(axis, places).reshape(shape);
    }
    if (type == "Concat") {
        return at::cat(inputs, attributes.integer("axis", 0));
    }
    const std::vector<int64_t> wanted = onnxIntegers(operand(node, inputs, 1), node.name());
    const std::vector<int64_t> shape = at::infer_size(x.sizes(), wanted);
    take(node, shape);
    return x.expand(shape).contiguous();
}

std::optional<at::Tensor> OnnxConstants::computed(const onnx::NodeProto& node,
                                                  const std::vector<at::Tensor>& inputs) {
    const std::string& type = node.op_type();
    static const std::set<std::string> kUnary{"Neg", "Floor", "Ceil",       "Sqrt",
                                              "Abs", "Exp",   "Reciprocal", "Not"};
    static const std::set<std::string> kBinary{"Add", "Sub", "Mul", "Div", "Pow", "Equal", "Mod"};
    if (kUnary.contains(type)) {
        const at::Tensor& x = operand(node, inputs, 0);
        take(node, x.sizes());
        return type == "Neg"          ? x.neg()
               : type == "Floor"      ? x.floor()
               : type == "Ceil"       ? x.ceil()
               : type == "Sqrt"       ? x.sqrt()
               : type == "Abs"        ? x.abs()
               : type == "Exp"        ? x.exp()
               : type == "Reciprocal" ? x.reciprocal()
                                      : x.eq(0).to(at::kLong);
    }
    if (kBinary.contains(type)) {
        const at::Tensor& a = operand(node, inputs, 0);
        const at::Tensor& b = operand(node, inputs, 1);
        take(node, at::infer_size(a.sizes(), b.sizes()));
        return type == "Add"     ? a + b
               : type == "Sub"   ? a - b
               : type == "Mul"   ? a * b
               : type == "Div"   ? divided(a, b)
               : type == "Pow"   ? a.pow(b)
               : type == "Equal" ? a.eq(b).to(at::kLong)
                                 : remaindered(a, b);
    }
    if (type == "Where") {
        const at::Tensor& a = operand(node, inputs, 1);
        const at::Tensor& b = operand(node, inputs, 2);
        const std::vector<int64_t> shape = at::infer_size(a.sizes(), b.sizes());
        take(node, at::infer_size(shape, operand(node, inputs, 0).sizes()));
        return at::where(inputs[0].ne(0), a, b);
    }
    if (type == "ReduceProd") {
        return product(node, operand(node, inputs, 0), onnxAxes(node, inputs));
    }
    return std::nullopt;
}

}  // namespace secateur
