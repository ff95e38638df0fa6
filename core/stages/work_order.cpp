#include "core/stages/work_order.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <optional>

#include "core/base/error.h"
#include "core/base/json_text.h"

namespace secateur {

namespace {

using nlohmann::json;

/// A study may hold anything.
std::optional<WorkOrder> readOrder(const std::string& text) {
    json value;
    try {
        value = parseJson(text, "");
    } catch (const Error&) {
        return std::nullopt;
    }
    const bool whole = value.is_object() && value.contains("title") && value["title"].is_string() &&
                       value.contains("stage") && value["stage"].is_string() &&
                       value.contains("variant") && value["variant"].is_number_integer() &&
                       value.contains("options") && value["options"].is_object();
    return whole ? std::optional(WorkOrder{value["title"], value["stage"], value["variant"],
                                           value["options"]})
                 : std::nullopt;
}

}  // namespace

std::string orderKey() {
    static std::atomic<int> count{0};
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    return fmt::format("{}{:015}-{:06}", kOrderPrefix, now.count(), ++count);
}

std::string orderText(const WorkOrder& order) {
    return json{{"title", order.title},
                {"stage", order.stage},
                {"variant", order.variant},
                {"options", order.options}}
        .dump();
}

std::map<std::string, WorkOrder> keptOrders(const std::map<std::string, std::string>& settings) {
    std::map<std::string, WorkOrder> orders;
    const std::string prefix = kOrderPrefix;
    for (auto one = settings.lower_bound(prefix);
         one != settings.end() && one->first.compare(0, prefix.size(), prefix) == 0; ++one) {
        if (const std::optional<WorkOrder> order = readOrder(one->second)) {
            orders.emplace(one->first, *order);
        }
    }
    return orders;
}

}  // namespace secateur
