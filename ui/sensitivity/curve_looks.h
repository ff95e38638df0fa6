#pragma once

#include <QString>

#include <map>
#include <string>

#include "ui/base/theme.h"
#include "ui/sensitivity/curve_graph.h"

namespace secateur {

/// How each curve looks, by layer: up to twelve have a colour and a line of their own; more are
/// coloured by role, those that share theirs with no other alike, or, where no curve has a role (of
/// blocks, say), by their place in the network. Bands are drawn for the global
/// and the selected curve, for all where they are few.
struct CurveLooks {
    std::map<std::string, CurveGraph::Look> layers;
    std::map<std::string, CurveGraph::Look> roles;  ///< empty where each curve has its own colour
};

CurveLooks curveLooks(const CurveList& curves, const std::string& selected, const Theme& theme);

/// The role under which `roles` above has it: empty for layers that are the only one of theirs.
std::string lookRole(const CurveLooks& looks, const std::string& role);
/// "expand"; "other" for the empty role.
QString roleTitle(const std::string& role);

}  // namespace secateur
