#pragma once

#include "core/base/table.h"
#include "core/graph/cost.h"
#include "ui/model_view/layer_colouring.h"

namespace secateur {

/// A row a layer, in network order; its key is the layer. `layer,block,kind,role,output,parameters,
/// macs,sparsity,safe_ratio,int8_weight_sqnr_db,ms,time_share,int8_speed_up`
Table layerFigures(const GraphCost& cost, const LayerValues& values);

}  // namespace secateur
