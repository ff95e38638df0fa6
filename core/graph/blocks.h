#pragma once

#include "core/graph/graph.h"

namespace secateur {

/// Gives every node of a network whose author is not known a block ("stem", "block 3", "transition
/// 1", "head") and every layer with weights a role in it ("expand", "depthwise", "project",
/// "shortcut", "squeeze", ...). Blocks are the modules that hold one way around, or branches that
/// meet again, and those named like them, as far as the names tell modules ("layer1.0.conv1" is in
/// "layer1.0"); else the sections between two nodes that all values pass through; in a plain chain
/// what lies between two poolings. Errors: those of inferShapes.
void assignBlocks(Graph& graph);

}  // namespace secateur
