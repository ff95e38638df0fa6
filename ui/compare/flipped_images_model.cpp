#include "ui/compare/flipped_images_model.h"

#include <algorithm>
#include <cmath>

#include "ui/base/core_text.h"
#include "ui/compare/compare_style.h"

namespace secateur {

namespace {

/// " 93.1 %", where it is known, rounded; but what is not all is not said to be.
QString sureness(const std::optional<double>& confidence) {
    if (!confidence) {
        return {};
    }
    constexpr double kNearlyAll = 99.9;
    const double rounded = std::round(1000 * *confidence) / 10;
    return QStringLiteral(" %1 %").arg(*confidence < 1 ? std::min(rounded, kNearlyAll) : rounded, 0,
                                       'f', 1);
}

}  // namespace

FlippedImagesModel::FlippedImagesModel(PictureLoader& loader, QObject* parent)
    : QAbstractListModel(parent), m_loader(loader) {
    connect(&m_loader, &PictureLoader::loaded, this, &FlippedImagesModel::pictureLoaded);
}

void FlippedImagesModel::setImages(std::shared_ptr<const Comparison> comparison, int64_t variant,
                                   std::vector<FlippedImage> images) {
    beginResetModel();
    m_names.clear();
    m_rows.clear();
    m_images = std::move(images);
    for (size_t row = 0; row < m_images.size(); ++row) {
        m_rows.emplace(m_images[row].index, static_cast<int>(row));
    }
    if (!m_images.empty()) {
        const int64_t classes = comparison->classCount();
        for (int64_t label = 0; label < classes; ++label) {
            m_names.push_back(QString::fromStdString(comparison->className(label)));
        }
        m_fileOf = filesOf(*comparison);
        m_split = shownName(comparison->images->split);
        m_referenceName = QString::fromStdString(comparison->reference.variant->name);
        m_variantName = QString::fromStdString(comparison->find(variant)->variant->name);
    }
    endResetModel();
}

int FlippedImagesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_images.size());
}

QString FlippedImagesModel::change(const FlippedImage& image) const {
    return nameOf(image.referencePrediction) + sureness(image.referenceConfidence) +
           QStringLiteral(" → ") + nameOf(image.prediction) + sureness(image.confidence);
}

QString FlippedImagesModel::details(const FlippedImage& image) const {
    QString where = tr("Image %1 of %2").arg(countText(image.index), m_split);
    if (m_fileOf) {
        where += ", " + QString::fromStdString(m_fileOf(image.index));
    }
    const QString what = coreText(flipKindName(image.kind));
    return QString("%1: %2.  %3: %4.  %5: %6.  %7.")
        .arg(where, nameOf(image.label), m_referenceName,
             nameOf(image.referencePrediction) + sureness(image.referenceConfidence), m_variantName,
             nameOf(image.prediction) + sureness(image.confidence),
             what.left(1).toUpper() + what.mid(1));
}

QVariant FlippedImagesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const FlippedImage& image = m_images[static_cast<size_t>(index.row())];
    const Picture* picture = m_loader.find(image.index);
    switch (role) {
        case Qt::DisplayRole:
            return nameOf(image.label) + ": " + change(image);
        case Qt::ToolTipRole:
            return picture && !picture->failure.isEmpty()
                       ? tr("%1\nThe picture cannot be shown: %2")
                             .arg(details(image), picture->failure)
                       : details(image);
        case PictureRole:
            return picture ? picture->image : QImage();
        case LabelRole:
            return nameOf(image.label);
        case ChangeRole:
            return change(image);
        case KindRole:
            return static_cast<int>(image.kind);
        case IndexRole:
            return qint64(image.index);
        case DetailsRole:
            return details(image);
        default:
            return {};
    }
}

void FlippedImagesModel::pictureLoaded(qint64 index) {
    const auto row = m_rows.find(index);
    if (row != m_rows.end()) {
        const QModelIndex changed = this->index(row->second);
        emit dataChanged(changed, changed, {PictureRole, Qt::ToolTipRole});
    }
}

}  // namespace secateur
