#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/graph/cost.h"

namespace secateur {

/// One shape of the drawing: a layer with the small layers (normalisation, activation, dropout,
/// flatten) that only follow or only precede it. All are indices into GraphCost::layers.
struct DrawnColumn {
    size_t layer = 0;
    std::vector<size_t> before;
    std::vector<size_t> after;
};

/// An end of a branch: a column of the main path (branch == kMain) or of an earlier branch.
struct Anchor {
    static constexpr int kMain = -1;
    static constexpr int kEntry = -1;     ///< column: where the block's input comes in
    static constexpr int kExit = -2;      ///< column: where the block's output goes out
    static constexpr int kExternal = -3;  ///< column: another block, see BlockBranch::sources
    int branch = kMain;
    int column = kEntry;
    bool operator==(const Anchor&) const = default;
};

/// A way beside the main path. Without columns it hands its input on unchanged (an identity skip).
struct BlockBranch {
    Anchor from;
    Anchor to;
    std::vector<DrawnColumn> columns;
    int lane = 1;                      ///< 1 is next to the main path
    std::vector<std::string> sources;  ///< blocks (or layers) it comes from, if kExternal
    bool identity() const { return columns.empty(); }
};

/// One block of the network: its main path and what runs beside it.
struct DrawnBlock {
    std::string name;   ///< LayerCost::block; empty for a layer without one
    std::string title;  ///< name, or the layer's
    std::vector<size_t> layers;
    std::vector<DrawnColumn> main;
    std::vector<BlockBranch> branches;
    bool readsPrevious = false;  ///< its entry is the exit of the block before it
    int lanes() const;
    bool contains(size_t layer) const;
};

/// The network as blocks: runs of nodes with the same LayerCost::block; a node without one is a
/// block of its own, together with the small layers that follow it. Works for any acyclic graph:
/// whatever is not on a main path (the longest way; of a product the larger factor) is a branch.
std::vector<DrawnBlock> blocksOf(const GraphCost& cost);

/// A convolution or a linear layer.
bool isWeighted(const LayerCost& layer);
/// A sum, product or concatenation.
bool isJoin(const LayerCost& layer);

}  // namespace secateur
