#include "ui/dialogs/image_samples.h"

#include <QFileInfo>
#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "ui/base/number_text.h"
#include "ui/base/translation.h"
#include "ui/models/picture.h"

namespace secateur {

namespace {

/// Spread evenly over all classes.
std::vector<int64_t> shownClasses(int64_t classes) {
    const int64_t shown = std::min<int64_t>(classes, kShownSamples);
    std::vector<int64_t> labels;
    for (int64_t i = 0; i < shown; ++i) {
        labels.push_back(i * classes / shown);
    }
    return labels;
}

/// The first image of each of these labels, as far as there is one.
std::map<int64_t, int64_t> firstOf(const Dataset& images, const std::vector<int64_t>& labels,
                                   const RunContext& context) {
    std::map<int64_t, int64_t> first;
    for (int64_t i = 0; i < images.size() && first.size() < labels.size(); ++i) {
        const int64_t label = images.label(i);
        if (std::find(labels.begin(), labels.end(), label) != labels.end()) {
            first.emplace(label, i);
        }
        if (i % 4096 == 0) {
            context.checkCancelled();
        }
    }
    return first;
}

QString aboutData(const ImageData& data) {
    const QString counts =
        data.train
            ? Text::tr("%1 training and %2 test images")
                  .arg(countText(data.train->size()), countText(data.test->size()))
            : Text::tr("%1 test images and no training images").arg(countText(data.test->size()));
    return Text::tr("%1 classes, %2 of %3 × %4 pixels")
        .arg(data.classNames.size())
        .arg(counts)
        .arg(data.test->width())
        .arg(data.test->height());
}

}  // namespace

ImageSamples readSamples(const DataRequest& request, const RunContext& context) {
    ImageSamples found;
    try {
        DataRequest quick = request;
        quick.folder.normalisation = NormalisationChoice::None;  // computing it reads all images
        quick.folder.mean = quick.folder.std = {};
        const ImageData data = openImageData(quick.location.toStdString(), quick.folder);
        const auto labels = shownClasses(static_cast<int64_t>(data.classNames.size()));
        for (const auto& [label, image] : firstOf(*data.test, labels, context)) {
            context.checkCancelled();
            const Picture picture = decodePicture(*data.test, image);
            found.samples.push_back(
                {picture.image, QString::fromStdString(data.classNames[static_cast<size_t>(label)]),
                 picture.failure});
        }
        found.about = aboutData(data);
        const QString place = QString::fromStdString(data.location);
        if (QFileInfo(place) != QFileInfo(request.location)) {
            found.about += Text::tr(", in %1").arg(place);
        }
        found.data = data;
    } catch (const Error& error) {
        found.failure = QString::fromStdString(error.what());
    }
    return found;
}

Normalisation readConstants(const DataRequest& request, bool grey) {
    try {
        const ImageData data = openImageData(request.location.toStdString(), request.folder);
        return grey && data.greyNormalisation.valid() ? data.greyNormalisation.get()
                                                      : data.normalisation;
    } catch (const Error&) {
        return {};  // readSamples says what is wrong
    }
}

}  // namespace secateur
