#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace secateur {

/// A stage as it was asked for. The study keeps it until the stage has ended, so that one that was
/// interrupted, or never had its turn, can be asked for again, here or by another process.
struct WorkOrder {
    std::string title;
    std::string stage;  ///< which, and its options: stageOrderOf
    int64_t variant = 0;
    nlohmann::json options;
};

/// Under which names of settings they are kept, in the order in which they were asked for.
inline constexpr const char* kOrderPrefix = "work.";
/// A new one. Any thread.
std::string orderKey();

std::string orderText(const WorkOrder& order);
/// Those of a study's settings; what is no order is left out.
std::map<std::string, WorkOrder> keptOrders(const std::map<std::string, std::string>& settings);

}  // namespace secateur
