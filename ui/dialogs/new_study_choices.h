#pragma once

#include <QString>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/stages/network_source.h"
#include "ui/dialogs/image_samples.h"
#include "ui/dialogs/network_facts.h"

namespace secateur {

/// Tries how fast the network is on the images (triedRate) and answers on the GUI thread with
/// images a second, unless the receiver is gone by then; where it cannot run on them, not at all.
using RateReader =
    std::function<void(const std::shared_ptr<const Graph>& network, const ImageData& images,
                       QObject* receiver, std::function<void(double)> answer)>;

/// What the sheet of a new study offers.
struct NewStudyChoices {
    std::vector<ModelChoice> models;
    QString cifar10Folder;  ///< suggested; empty: none
    QString studyFolder;    ///< where new studies go by default
    int64_t firstLook = 0;  ///< test images that the network is then measured on; 0: none
    ImageReaders readImages = {};
    NetworkReader readNetwork = {};
    RateReader tryRate = {};
    /// The file of a study of this network, by its weightsDigest; empty: none is known.
    std::function<QString(const QString& digest)> earlierStudy = {};
    /// Whether there is work that the first measurement would wait for.
    std::function<bool()> isWorking = {};
};

}  // namespace secateur
