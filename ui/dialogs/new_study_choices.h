#pragma once

#include <QString>
#include <vector>

#include "core/stages/network_source.h"
#include "ui/dialogs/image_samples.h"

namespace secateur {

/// What the wizard offers.
struct NewStudyChoices {
    std::vector<ModelChoice> models;
    QString cifar10Folder;  ///< suggested; empty: none
    QString studyFolder;    ///< where new studies go by default
    SampleReader readSamples = {};
};

}  // namespace secateur
