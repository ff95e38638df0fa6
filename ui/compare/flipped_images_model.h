#pragma once

#include <QAbstractListModel>
#include <unordered_map>

#include "core/analysis/answer_changes.h"
#include "core/report/comparison_tables.h"
#include "ui/compare/picture_loader.h"

namespace secateur {

/// Images on which two networks answer differently, with their pictures once decoded.
class FlippedImagesModel : public QAbstractListModel {
    Q_OBJECT

 public:
    enum Role {
        PictureRole = Qt::UserRole,  ///< QImage; null until it is decoded
        LabelRole,                   ///< name of the true class
        ChangeRole,                  ///< "T-shirt/top 93.1 % → Coat 51.4 %"
        KindRole,                    ///< FlipKind as int
        IndexRole,                   ///< qint64, in the data set's split
        DetailsRole                  ///< everything in one line
    };

    /// `loader` outlives the model.
    explicit FlippedImagesModel(PictureLoader& loader, QObject* parent = nullptr);

    /// `comparison` names the classes; `variant` made the predictions.
    void setImages(std::shared_ptr<const Comparison> comparison, int64_t variant,
                   std::vector<FlippedImage> images);
    const std::vector<FlippedImage>& images() const { return m_images; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

 private:
    void pictureLoaded(qint64 index);
    QString nameOf(int32_t label) const { return m_names[static_cast<size_t>(label)]; }
    QString change(const FlippedImage& image) const;
    QString details(const FlippedImage& image) const;

    PictureLoader& m_loader;
    std::vector<QString> m_names;  ///< of the classes
    QString m_split;
    FileOf m_fileOf;  ///< empty: the images have no files of their own
    QString m_referenceName;
    QString m_variantName;
    std::vector<FlippedImage> m_images;
    std::unordered_map<int64_t, int> m_rows;  ///< by index in the split
};

}  // namespace secateur
