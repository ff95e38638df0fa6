#include "core/models/family.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"

namespace secateur {

namespace {

constexpr std::string_view kCifarSuffix = "_cifar";

}  // namespace

bool isCifarLayout(const ModelSpec& spec) {
    return spec.name.ends_with(kCifarSuffix);
}

std::string baseName(const ModelSpec& spec) {
    return isCifarLayout(spec) ? spec.name.substr(0, spec.name.size() - kCifarSuffix.size())
                               : spec.name;
}

bool hasCifarStrides(const ModelSpec& spec) {
    return spec.strides.empty() ? isCifarLayout(spec) : spec.strides == kCifarStrides;
}

void throwNoForm(const ModelSpec& spec) {
    throw Error(ErrorCode::Internal, "the family has no such network", {spec.name, "", ""});
}

int64_t divisibleBy8(double width) {
    const int64_t rounded = std::max<int64_t>(8, static_cast<int64_t>(width + 4) / 8 * 8);
    return static_cast<double>(rounded) < 0.9 * width ? rounded + 8 : rounded;
}

NodeId classifier(GraphBuilder& b, const std::string& name, NodeId x, const ModelSpec& spec) {
    for (size_t i = 0; i < spec.hidden.size(); ++i) {
        const std::string hidden = fmt::format("{}.hidden{}", name, i + 1);
        x = b.activation(hidden + ".act", b.linear(hidden, x, spec.hidden[i]),
                         ActivationKind::Relu);
    }
    return b.linear(name, x, spec.classes);
}

}  // namespace secateur
