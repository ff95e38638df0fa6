#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "core/stages/network_source.h"
#include "ui/dialogs/image_samples.h"
#include "ui/dialogs/network_facts.h"

namespace secateur {

/// What the sheet of a new study offers.
struct NewStudyChoices {
    std::vector<ModelChoice> models;
    QString cifar10Folder;  ///< suggested; empty: none
    QString studyFolder;    ///< where new studies go by default
    int64_t firstLook = 0;  ///< test images that the network is then measured on; 0: none
    SampleReader readSamples = {};
    NetworkReader readNetwork = {};
};

}  // namespace secateur
