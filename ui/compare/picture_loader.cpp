#include "ui/compare/picture_loader.h"

#include <algorithm>
#include <iterator>

namespace secateur {

namespace {

constexpr qsizetype kCacheBytes = qsizetype{32} << 20;

}  // namespace

PictureLoader::PictureLoader(QObject* parent) : QObject(parent), m_pictures(kCacheBytes) {
    m_pool.setMaxThreadCount(1);
}

PictureLoader::~PictureLoader() {
    ++m_ticket;
    m_pool.clear();
    m_pool.waitForDone();
}

void PictureLoader::setImages(std::shared_ptr<const Dataset> images) {
    if (images != m_images) {
        ++m_ticket;
        m_images = std::move(images);
        m_pictures.clear();
    }
}

const Picture* PictureLoader::find(int64_t index) const {
    return m_pictures.object(index);
}

void PictureLoader::request(const std::vector<int64_t>& indices) {
    const uint64_t ticket = ++m_ticket;
    m_pool.clear();
    std::vector<int64_t> missing;
    std::copy_if(indices.begin(), indices.end(), std::back_inserter(missing),
                 [this](int64_t index) { return !m_pictures.contains(index); });
    if (m_images && !missing.empty()) {
        m_pool.start([this, images = m_images, missing = std::move(missing), ticket] {
            decodeAll(images, missing, ticket);
        });
    }
}

void PictureLoader::decodeAll(const std::shared_ptr<const Dataset>& images,
                              const std::vector<int64_t>& indices, uint64_t ticket) {
    for (const int64_t index : indices) {
        if (m_ticket != ticket) {
            return;
        }
        const Picture picture = decodePicture(*images, index);
        // The destructor waits for this thread, and then drops what was posted.
        QMetaObject::invokeMethod(
            this, [this, images, index, picture] { take(images, index, picture); },
            Qt::QueuedConnection);
    }
}

void PictureLoader::take(const std::shared_ptr<const Dataset>& images, int64_t index,
                         const Picture& picture) {
    if (images == m_images) {
        m_pictures.insert(index, new Picture(picture),
                          std::max<qsizetype>(256, picture.image.sizeInBytes()));
        emit loaded(index);
    }
}

}  // namespace secateur
