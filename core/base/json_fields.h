#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace secateur {

/// Reads the fields of a JSON object from a file that may be damaged: every access checks type and
/// range, and throws Error(CorruptData) that says where ("net.safetensors, graph, nodes 3:
/// stride").
class JsonFields {
 public:
    /// `value` must outlive this. Throws if it is no object.
    JsonFields(const nlohmann::json& value, std::string where);

    const std::string& where() const { return m_where; }
    bool has(const char* key) const { return m_value.contains(key); }
    bool isNull(const char* key) const { return at(key).is_null(); }
    const nlohmann::json& at(const char* key) const;

    std::string text(const char* key) const;
    bool flag(const char* key) const;
    int64_t integer(const char* key, int64_t min, int64_t max) const;
    double number(const char* key, double min, double max) const;
    std::array<int64_t, 2> pair(const char* key, int64_t min, int64_t max) const;
    std::vector<int64_t> integers(const char* key, int64_t min, int64_t max) const;
    JsonFields child(const char* key) const;
    std::vector<JsonFields> children(const char* key) const;

    [[noreturn]] void corrupt(const std::string& key, const std::string& expected) const;

 private:
    int64_t checkedInteger(const nlohmann::json& value, const char* key, int64_t min,
                           int64_t max) const;

    const nlohmann::json& m_value;
    std::string m_where;
};

}  // namespace secateur
