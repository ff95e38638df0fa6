#include "ui/dialogs/network_facts.h"

#include "core/base/error.h"

namespace secateur {

NetworkFacts readNetworkFacts(const NetworkRequest& request, const RunContext& context) {
    NetworkFacts facts;
    try {
        const std::string path = request.path.toStdString();
        facts.weights = weightsChoices(path);
        context.checkCancelled();
        const ReadNetwork network =
            readNetwork({.checkpoint = path,
                         .model = request.model.toStdString(),
                         .allowNonFinite = true,  // refused, and said, where the study is made
                         .form = request.form},
                        nullptr);
        facts.graph = network.graph;
        facts.outline = outlineOf(*network.graph);
        facts.digest = QString::fromStdString(weightsDigest(*network.graph));
        facts.notes = joined(network.notes);
    } catch (const Error& error) {
        facts.failure = QString::fromStdString(error.what());
    }
    return facts;
}

}  // namespace secateur
