#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "core/quant/recipe.h"
#include "core/stages/channel_stage.h"

namespace secateur {

/// What a dialog needs to know about what it will act on.
struct DialogContext {
    QString variantName;
    QString dataName;
    int64_t trainImages = 0;    ///< without the held-out ones
    int64_t heldOutImages = 0;  ///< of the train split, never trained on
    int64_t testImages = 0;
    int64_t height = 0;
    int64_t width = 0;
    QStringList layers;  ///< convolutions and linear layers, in the network's order
    struct ChannelGroup {
        QString name;
        QString role;  ///< may be empty
        int64_t width = 0;
    };
    QList<ChannelGroup> channelGroups;  ///< those that can be cut, in the network's order
    /// Of the variant, on any thread (forecastCut); empty: nothing is foretold.
    std::function<std::optional<CutForecast>(const ChannelRecipe&)> forecastCut;
    int cores = 1;
    bool quantized = false;            ///< the variant is INT8: it can be evaluated, nothing else
    bool normalised = false;           ///< it has batch normalisations
    bool justCut = false;              ///< of another network, which it can be compared with
    QString selectedLayer;             ///< empty: none
    std::vector<QuantRecipe> recipes;  ///< of the study; empty: the predefined ones
    /// Classified by this network on this machine, as measured; 0: nothing was.
    double imagesPerSecond = 0.0;
    int64_t shownImages = 0;  ///< test images that accuracies are shown of; 0: none are
    /// Test images that a network is measured on when it is made.
    int64_t measuredImages() const { return shownImages > 0 ? shownImages : testImages; }
    int64_t weights = 0;         ///< elements of the network's weight tensors
    int64_t sweepImages = 1000;  ///< that a sweep takes unless told otherwise; 0: all
    struct Network {
        int64_t id = 0;
        QString name;
        bool related = false;  ///< the one that is looked at, or what one compares it with
    };
    QList<Network> networks;  ///< of the study
    /// What the fields hold at first in place of what the program proposes, by the settings' keys.
    nlohmann::json start = nlohmann::json::object();
    bool startChannels = false;  ///< of Prune: whole channels
    uint64_t seed = 0;  ///< of the study: what random choices start from unless told otherwise
};

}  // namespace secateur
