#include "core/base/json_text.h"

#include "core/base/error.h"
#include "core/base/text.h"

namespace secateur {

namespace {

using nlohmann::json;

constexpr size_t kMaxDepth = 64;
constexpr size_t kMaxValues = 1'000'000;

/// Builds the value from the parser's events, within the limits. (The parser's own callback looks
/// through the whole parent at every value, and dump() and copies recurse: hence the limits here.)
class JsonBuilder : public json::json_sax_t {
 public:
    explicit JsonBuilder(std::vector<std::string>* order) : m_order(order) {}

    json& root() { return m_root; }
    const std::string& failure() const { return m_failure; }

    bool null() override { return put(nullptr) != nullptr; }
    bool boolean(bool value) override { return put(value) != nullptr; }
    bool number_integer(number_integer_t value) override { return put(value) != nullptr; }
    bool number_unsigned(number_unsigned_t value) override { return put(value) != nullptr; }
    bool number_float(number_float_t value, const string_t&) override {
        return put(value) != nullptr;
    }
    bool string(string_t& value) override { return put(std::move(value)) != nullptr; }
    bool binary(binary_t&) override { return fail("binary data"); }
    bool start_object(std::size_t) override { return open(json::object()); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        if (m_order != nullptr && m_open.size() == 1) {
            m_order->push_back(name);
        }
        auto& members = m_open.back()->get_ref<json::object_t&>();
        const auto [place, isNew] = members.emplace(name, nullptr);
        m_member = &place->second;
        return isNew || fail("\"" + name + "\" is there twice");
    }

    bool parse_error(std::size_t, const std::string&,
                     const nlohmann::detail::exception& error) override {
        return fail(error.what());
    }

 private:
    bool fail(const std::string& reason) {
        m_failure = reason;
        return false;
    }

    /// Where the value now stands; nullptr beyond the limit.
    json* put(json value) {
        if (++m_values > kMaxValues) {
            fail("more than a million values");
            return nullptr;
        }
        if (m_open.empty()) {
            m_root = std::move(value);
            return &m_root;
        }
        json& parent = *m_open.back();
        if (parent.is_object()) {
            *m_member = std::move(value);
            return m_member;
        }
        parent.push_back(std::move(value));
        return &parent.back();
    }

    bool open(json empty) {
        if (m_open.size() == kMaxDepth) {
            return fail("nested more than 64 levels deep");
        }
        json* place = put(std::move(empty));
        m_open.push_back(place);
        return place != nullptr;
    }

    bool close() {
        m_open.pop_back();
        return true;
    }

    json m_root;
    std::vector<json*> m_open;
    json* m_member = nullptr;
    std::vector<std::string>* m_order;
    size_t m_values = 0;
    std::string m_failure;
};

/// A copy whose strings and keys are all UTF-8.
template <class Json>
Json withUtf8(const Json& value) {
    if (value.is_string()) {
        return toUtf8(value.template get_ref<const std::string&>());
    }
    if (!value.is_structured()) {
        return value;
    }
    Json copy(value.type());
    for (const auto& [key, element] : value.items()) {
        if (value.is_array()) {
            copy.push_back(withUtf8(element));
        } else {
            copy[toUtf8(key)] = withUtf8(element);
        }
    }
    return copy;
}

template <class Json>
std::string textOf(const Json& value, int indent) {
    try {
        return value.dump(indent);
    } catch (const typename Json::type_error&) {  // the only reason: text that is not UTF-8
        return withUtf8(value).dump(indent);
    }
}

}  // namespace

json parseJson(std::string_view text, const std::string& source, std::vector<std::string>* order) {
    JsonBuilder builder(order);
    if (!json::sax_parse(text, &builder)) {
        throw Error(ErrorCode::CorruptData, "this is not JSON that can be read",
                    {source, "", builder.failure()});
    }
    return std::move(builder.root());
}

std::string jsonText(const json& value, int indent) {
    return textOf(value, indent);
}

std::string jsonText(const nlohmann::ordered_json& value, int indent) {
    return textOf(value, indent);
}

}  // namespace secateur
