#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <vector>

#include "core/stages/network_source.h"
#include "ui/workspace/opened.h"

namespace secateur {

/// What is to be seen of a network's file before it is used.
struct NetworkFacts {
    std::shared_ptr<const Graph> graph;
    NetworkOutline outline;              ///< of it
    QString notes;                       ///< what was assumed, a line each
    QString digest;                      ///< weightsDigest()
    std::vector<WeightsChoice> weights;  ///< weightsChoices()
    QString failure;                     ///< why it cannot be opened; empty: it can
};

/// Any thread; reads the whole file, so it may take long; throws nothing but Cancelled.
NetworkFacts readNetworkFacts(const NetworkRequest& request, const RunContext& context);

/// Reads them elsewhere and answers on the GUI thread, unless the receiver is gone by then.
using NetworkReader = std::function<void(const NetworkRequest& request, QObject* receiver,
                                         std::function<void(const NetworkFacts&)> answer)>;

}  // namespace secateur
