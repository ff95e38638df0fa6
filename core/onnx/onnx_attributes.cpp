#include "core/onnx/onnx_attributes.h"

namespace secateur {

const onnx::AttributeProto* OnnxAttributes::find(const char* name) const {
    for (const onnx::AttributeProto& attribute : m_node.attribute()) {
        if (attribute.name() == name) {
            return &attribute;
        }
    }
    return nullptr;
}

int64_t OnnxAttributes::integer(const char* name, int64_t missing) const {
    const onnx::AttributeProto* found = find(name);
    return found == nullptr ? missing : found->i();
}

double OnnxAttributes::number(const char* name, double missing) const {
    const onnx::AttributeProto* found = find(name);
    return found == nullptr ? missing : static_cast<double>(found->f());
}

std::string OnnxAttributes::text(const char* name, const char* missing) const {
    const onnx::AttributeProto* found = find(name);
    return found == nullptr ? missing : found->s();
}

std::vector<int64_t> OnnxAttributes::integers(const char* name) const {
    const onnx::AttributeProto* found = find(name);
    return found == nullptr ? std::vector<int64_t>{}
                            : std::vector<int64_t>{found->ints().begin(), found->ints().end()};
}

}  // namespace secateur
