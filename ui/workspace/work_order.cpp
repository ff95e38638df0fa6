#include "ui/workspace/work_order.h"

#include <QDateTime>

namespace secateur {

namespace {

using nlohmann::json;

/// A study may hold anything.
std::optional<WorkOrder> readOrder(const std::string& text) {
    const json value = json::parse(text, nullptr, false);
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
    static int count = 0;  // GUI thread
    return QStringLiteral("%1%2-%3")
        .arg(QLatin1String(kOrderPrefix))
        .arg(QDateTime::currentMSecsSinceEpoch(), 15, 10, QLatin1Char('0'))
        .arg(++count, 6, 10, QLatin1Char('0'))
        .toStdString();
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
