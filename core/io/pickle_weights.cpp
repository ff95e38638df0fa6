#include "core/io/pickle_weights.h"

#include <fmt/format.h>

#include <deque>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/base/text.h"

namespace secateur {

namespace {

constexpr int kMaxLevels = 8;         // of dicts around the tensors
constexpr int kMaxModuleLevels = 64;  // of modules within modules
constexpr size_t kMaxModules = 100'000;
constexpr size_t kMaxTensors = 100'000;
constexpr size_t kMaxKey = 500;

/// A scalar as text; nothing for what has no short text.
std::optional<std::string> scalarText(const PickleValue& value) {
    switch (value.kind) {
        case PickleKind::Bool:
            return value.integer != 0 ? "true" : "false";
        case PickleKind::Int:
            return std::to_string(value.integer);
        case PickleKind::Float:
            return fmt::format("{}", value.real);
        case PickleKind::Text:
            return isUtf8(value.text) ? std::optional(value.text) : std::nullopt;
        default:
            return std::nullopt;
    }
}

bool holdsItems(const PickleValue& value) {
    return value.is(PickleKind::Dict) || value.is(PickleKind::Object);
}

/// The key as a part of a name, or nothing where it is none.
std::optional<std::string> keyText(const PickleValue& key) {
    if (key.is(PickleKind::Int)) {
        return std::to_string(key.integer);
    }
    if (key.is(PickleKind::Text) && key.text.size() <= kMaxKey && isUtf8(key.text)) {
        return key.text;
    }
    return std::nullopt;
}

std::string joined(const std::string& prefix, const std::string& name) {
    return prefix.empty() ? name : prefix + "." + name;
}

/// What TorchScript saved: its modules keep all they have as plain attributes.
bool isScripted(const PickleValue& value) {
    return value.is(PickleKind::Object) && value.text.starts_with("__torch__.");
}

bool isModule(const PickleValue& value) {
    return isScripted(value) ||
           (value.is(PickleKind::Object) && value.find("_modules") != nullptr &&
            value.find("_parameters") != nullptr);
}

class WeightsFinder {
 public:
    explicit WeightsFinder(const std::string& source) : m_source(source) {}

    std::vector<PickledWeights> find(const PickleValue& root) {
        m_pending.push_back({&root, "", {}});
        while (!m_pending.empty()) {
            const Place place = std::move(m_pending.front());
            m_pending.pop_front();
            visit(place);
        }
        return std::move(m_found);
    }

 private:
    struct Place {
        const PickleValue* value;
        std::string name;
        std::vector<const PickleValue*> around;  ///< the dicts that hold it
    };
    struct Module {
        const PickleValue* value;
        std::string prefix;
        int level;
    };

    [[noreturn]] void fail(const std::string& what) const {
        throw Error(ErrorCode::CorruptData, what, {m_source, "", ""});
    }

    void visit(const Place& place) {
        if (!holdsItems(*place.value) || !m_seen.insert(place.value).second) {
            return;
        }
        PickledWeights weights{place.name, {}, {}};
        if (isModule(*place.value)) {
            addModules(*place.value, weights);
        } else {
            addTensors(*place.value, "", weights);
            push(place);
        }
        if (!weights.tensors.empty()) {
            for (const PickleValue* dict : place.around) {
                addMetadata(*dict, weights);
            }
            addMetadata(*place.value, weights);
            requireNames(weights);
            m_found.push_back(std::move(weights));
        }
    }

    void push(const Place& place) {
        if (place.around.size() >= kMaxLevels) {
            return;
        }
        std::vector<const PickleValue*> around = place.around;
        around.push_back(place.value);
        const auto& items = place.value->items;
        for (size_t i = 0; i + 1 < items.size(); i += 2) {
            const std::optional<std::string> key = keyText(*items[i]);
            if (holdsItems(*items[i + 1])) {
                m_pending.push_back(
                    {items[i + 1], key ? joined(place.name, *key) : place.name, around});
            }
        }
    }

    /// Text keys with scalar values; anything else beside the weights is left out.
    static void addMetadata(const PickleValue& dict, PickledWeights& weights) {
        for (size_t i = 0; i + 1 < dict.items.size(); i += 2) {
            const std::optional<std::string> text = scalarText(*dict.items[i + 1]);
            if (text && dict.items[i]->is(PickleKind::Text) && isUtf8(dict.items[i]->text)) {
                weights.metadata[dict.items[i]->text] = *text;
            }
        }
    }

    void addTensors(const PickleValue& dict, const std::string& prefix, PickledWeights& weights) {
        for (size_t i = 0; i + 1 < dict.items.size(); i += 2) {
            if (!dict.items[i + 1]->is(PickleKind::Tensor)) {
                continue;
            }
            const bool named = dict.items[i]->is(PickleKind::Text);
            const std::optional<std::string> key = keyText(*dict.items[i]);
            if (named && !key) {
                fail("a tensor has no name of its own");
            }
            if (++m_tensors > kMaxTensors) {
                fail("it names more tensors than a network can have");
            }
            if (named) {
                weights.tensors.emplace_back(joined(prefix, *key), dict.items[i + 1]->tensor);
            }
        }
    }

    /// As Module.state_dict() goes: what a module has itself, then its modules.
    void addModules(const PickleValue& root, PickledWeights& weights) {
        std::vector<Module> pending{{&root, "", 0}};
        while (!pending.empty()) {
            const Module module = std::move(pending.back());
            pending.pop_back();
            if (module.level > kMaxModuleLevels || ++m_modules > kMaxModules) {
                fail("its modules are too many or too deeply nested");
            }
            std::vector<Module> inner;
            for (const PickleValue* held : held(*module.value)) {
                addTensors(*held, module.prefix, weights);
                for (size_t i = 0; i + 1 < held->items.size(); i += 2) {
                    const std::optional<std::string> key = keyText(*held->items[i]);
                    if (key && isModule(*held->items[i + 1])) {
                        inner.push_back(
                            {held->items[i + 1], joined(module.prefix, *key), module.level + 1});
                    }
                }
            }
            pending.insert(pending.end(), inner.rbegin(), inner.rend());
        }
    }

    /// The dicts in which a module keeps its parameters, buffers and modules.
    static std::vector<const PickleValue*> held(const PickleValue& module) {
        std::vector<const PickleValue*> dicts;
        if (isScripted(module)) {
            for (size_t i = 0; i + 1 < module.items.size(); i += 2) {
                if (module.items[i + 1]->is(PickleKind::Dict)) {
                    dicts.push_back(module.items[i + 1]);
                }
            }
            return dicts;
        }
        for (const char* part : {"_parameters", "_buffers", "_modules"}) {
            const PickleValue* dict = module.find(part);
            if (dict != nullptr && holdsItems(*dict)) {
                dicts.push_back(dict);
            }
        }
        return dicts;
    }

    void requireNames(const PickledWeights& weights) const {
        std::set<std::string_view> seen;
        for (const auto& [name, recipe] : weights.tensors) {
            if (!seen.insert(name).second) {
                fail("a tensor has no name of its own");
            }
        }
    }

    std::string m_source;
    std::deque<Place> m_pending;
    std::set<const PickleValue*> m_seen;
    std::vector<PickledWeights> m_found;
    size_t m_tensors = 0;
    size_t m_modules = 0;
};

}  // namespace

std::vector<PickledWeights> weightsIn(const PickleValue& root, const std::string& source) {
    return WeightsFinder(source).find(root);
}

}  // namespace secateur
