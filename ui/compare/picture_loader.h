#pragma once

#include <QCache>
#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <memory>
#include <vector>

#include "core/data/dataset.h"
#include "ui/models/picture.h"

namespace secateur {

/// Decodes the images that are asked for on a thread of its own, since a JPEG may take long, and
/// keeps the last ones.
class PictureLoader : public QObject {
    Q_OBJECT

 public:
    explicit PictureLoader(QObject* parent = nullptr);
    ~PictureLoader() override;

    /// Null: there are none.
    void setImages(std::shared_ptr<const Dataset> images);
    const std::shared_ptr<const Dataset>& images() const { return m_images; }
    /// Null if it is not decoded (yet).
    const Picture* find(int64_t index) const;
    /// Replaces what was asked for before and is not decoded yet. loaded() follows for each.
    void request(const std::vector<int64_t>& indices);

 signals:
    void loaded(qint64 index);

 private:
    void decodeAll(const std::shared_ptr<const Dataset>& images,
                   const std::vector<int64_t>& indices, uint64_t ticket);
    void take(const std::shared_ptr<const Dataset>& images, int64_t index, const Picture& picture);

    std::shared_ptr<const Dataset> m_images;
    QCache<qint64, Picture> m_pictures;
    std::atomic<uint64_t> m_ticket{0};  ///< of the newest request: older ones stop
    QThreadPool m_pool;                 ///< last: ends before what it uses
};

}  // namespace secateur
