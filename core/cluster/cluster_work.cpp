#include "core/cluster/cluster_work.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_text.h"

namespace secateur {

Bytes bytesOf(const std::string& text) {
    return {text.begin(), text.end()};
}

std::string textOf(const Bytes& bytes) {
    return {bytes.begin(), bytes.end()};
}

void requireBytes(const Bytes& bytes, size_t expected) {
    if (bytes.size() != expected) {
        throw Error(ErrorCode::Mismatch, "another process has sent something else than was asked",
                    {"", std::to_string(expected) + " bytes", std::to_string(bytes.size())});
    }
}

std::string termsText(const ClusterTerms& terms) {
    return jsonText(nlohmann::json{{"version", terms.version},
                                   {"size", terms.size},
                                   {"data", terms.data},
                                   {"location", terms.location},
                                   {"options", terms.options}});
}

ClusterTerms termsOf(const std::string& text) {
    const nlohmann::json json = parseJson(text, "the terms of rank 0");
    return {json.value("version", ""), json.value("size", 0), json.value("data", ""),
            json.value("location", ""), json.value("options", "")};
}

}  // namespace secateur
