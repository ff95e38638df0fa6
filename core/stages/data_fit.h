#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/data/dataset.h"
#include "core/graph/cost.h"
#include "core/stages/stage_context.h"
#include "core/study/measurements.h"

namespace secateur {

class Graph;
class Study;

/// Throws Error(Mismatch) unless the network takes images of so many channels (one: also of a
/// folder of RGB images) and tells so many classes apart as the data set has.
void requireFit(const Graph& graph, const ImageData& data);
/// Whether it does not throw.
bool fits(const Graph& graph, const ImageData& data);
/// The same of a stored network.
void requireFit(Study& study, int64_t variant, const ImageData& data);

/// The data as the network takes them: requireFit; for a network of one channel images in grey
/// (greyData), with constants of their own; and where its input is larger than the images, these
/// are centred in black (paddedData), which the log then says. Every stage runs a network on what
/// this gives, and records the data as they were: an image list does not depend on it.
ImageData fitData(const Graph& graph, const ImageData& data, const RunContext& context);
ImageData fitData(const Graph& graph, const StageContext& stage);
/// The network for images of this size, padded as fitData pads them; where it cannot take them, as
/// it is.
Graph onImages(const Graph& graph, const ImageSize& images);
/// What the network costs on images of this size, padded as fitData pads them: what every table
/// shows, its first layer saying the size. Where the network cannot take them, and without a size,
/// of its own input.
GraphCost costOn(const Graph& graph, const std::optional<ImageSize>& images);
ImageSize sizeOf(const ImageData& data);
/// Whether fitData makes them grey.
bool becomeGrey(const Graph& graph, const ImageData& data);
/// What fitData says: "images padded from 28x28 to 32x32 with black", or nothing.
std::string fitNote(const Graph& graph, const ImageData& data);
/// The same of a stored network.
std::string fitNote(Study& study, int64_t variant, const ImageData& data);

}  // namespace secateur
