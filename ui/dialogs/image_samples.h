#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <functional>
#include <optional>
#include <vector>

#include "ui/workspace/opened.h"

namespace secateur {

/// What is to be seen of a data set before it is used.
struct ImageSamples {
    struct Sample {
        QImage image;  ///< null where it cannot be decoded
        QString className;
        QString failure;
    };
    std::vector<Sample> samples;    ///< at most kShownSamples, each of another class
    QString about;                  ///< classes, counts, shape: a line
    std::optional<ImageData> data;  ///< not normalised; as long as it is looked at
    QString failure;                ///< why nothing can be shown; empty: it can
};

inline constexpr int kShownSamples = 8;

/// The first test image of each of some classes, in the order of their labels. Any thread; opens
/// the data set, so it may take long; throws nothing but Cancelled.
ImageSamples readSamples(const DataRequest& request, const RunContext& context);

/// Reads them elsewhere and answers on the GUI thread, unless the receiver is gone by then.
using SampleReader = std::function<void(const DataRequest& request, QObject* receiver,
                                        std::function<void(const ImageSamples&)> answer)>;

/// What their pixels are normalised with, `grey`: read in grey, where they can be; nothing where it
/// cannot be found. Any thread; may read thousands of images.
Normalisation readConstants(const DataRequest& request, bool grey);
using ConstantsReader = std::function<void(const DataRequest& request, bool grey, QObject* receiver,
                                           std::function<void(const Normalisation&)> answer)>;

/// What shows data sets before they are used; each may be empty: then that is not shown.
struct ImageReaders {
    SampleReader samples = {};
    ConstantsReader constants = {};
};

}  // namespace secateur
