#pragma once

#include <QImage>
#include <QString>
#include <cstdint>

#include "core/data/dataset.h"

namespace secateur {

/// A decoded image, or why it could not be.
struct Picture {
    QImage image;
    QString failure;
};

/// Bytes of `dataset` as a picture: grey for one channel, colour for three. Any thread.
Picture decodePicture(const Dataset& dataset, int64_t index);

}  // namespace secateur
