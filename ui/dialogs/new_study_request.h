#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "core/data/dataset.h"
#include "core/stages/network_source.h"

namespace secateur {

/// What the user asked the new study to be.
struct NewStudyRequest {
    QString model;       ///< a name of the registry
    QString checkpoint;  ///< empty: random parameters, to be trained
    uint64_t seed = 0;   ///< of every random choice
    QString data;        ///< "fashion-mnist" or a folder
    ImageFolderOptions images;
    QString path;  ///< of the study's file; empty: in memory
};

/// What the wizard offers.
struct NewStudyChoices {
    std::vector<ModelChoice> models;
    QString cifar10Folder;  ///< suggested; empty: none
    QString studyFolder;    ///< where new studies go by default
};

}  // namespace secateur
