#pragma once

#include "core/data/dataset.h"
#include "core/graph/graph.h"
#include "core/study/variant.h"

namespace secateur {

/// A network of the study, loaded, and the data as it takes them (fitData).
struct FittedVariant {
    Variant variant;
    Graph graph;
    ImageData data;
};

}  // namespace secateur
