#include "tests/support/pictures.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QSettings>
#include <QTemporaryDir>

#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/stages/network_source.h"
#include "core/stages/split_images.h"
#include "core/stages/training_stage.h"
#include "core/study/study.h"
#include "tests/support/ui_catch.h"

namespace secateur::test {

namespace {

constexpr int kSide = 16;
/// CIFAR-10's, whose normalisation is known: no training image is read before it is needed.
const QStringList kClasses{"airplane", "automobile", "bird",  "cat",  "deer",
                           "dog",      "frog",       "horse", "ship", "truck"};

QTemporaryDir& processFolder() {
    static QTemporaryDir folder;
    return folder;
}

/// Noise with a bar: upright in one of five places, or lying in one of five.
QImage picture(int label, Random& random) {
    QImage image(kSide, kSide, QImage::Format_RGB32);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const int noise = static_cast<int>(random.below(80));
            const int place = (label < 5 ? x : y) / 3;
            const int value = noise + (place == label % 5 ? 150 : 0);
            image.setPixel(x, y, qRgb(value, value, noise));
        }
    }
    return image;
}

void write(const QString& path, const std::vector<uint8_t>& bytes) {
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    REQUIRE(file.write(reinterpret_cast<const char*>(bytes.data()),
                       static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size()));
}

QString trainCheckpoint() {
    const ImageData data = openImageData(sharedPictures().toStdString());
    Study study;
    TrainingPlan plan;
    plan.parent = importRandomNetwork(study, "mobilenet_v2_cifar", data, 1).id;
    plan.options.epochs = 6;
    plan.options.batchSize = 20;
    plan.options.learningRate = 0.05;
    plan.images = splitImages(data, Split::Train, 1);
    const Variant trained = trainVariant({study, data, 2}, plan).last;
    const QString path = processFolder().filePath("trained.safetensors");
    write(path, variantFile(study, trained.id));
    return path;
}

}  // namespace

void useTemporaryHome() {
    static const bool done = [] {
        for (const auto& [name, folder] :
             {std::pair{"XDG_DATA_HOME", "data"}, std::pair{"XDG_CONFIG_HOME", "config"}}) {
            const QString path = processFolder().filePath(folder);
            QDir().mkpath(path);
            qputenv(name, path.toUtf8());
        }
        QCoreApplication::setOrganizationName("secateur");
        return true;
    }();
    REQUIRE(done);
    QSettings().clear();
}

void makePictures(const QString& folder) {
    Random random(7);
    for (const auto& [split, count] : {std::pair{"train", 20}, std::pair{"test", 4}}) {
        for (int label = 0; label < kClasses.size(); ++label) {
            const QDir place(QStringLiteral("%1/%2/%3").arg(folder, split, kClasses[label]));
            REQUIRE(QDir().mkpath(place.path()));
            for (int i = 0; i < count; ++i) {
                REQUIRE(picture(label, random).save(place.filePath(QString("%1.png").arg(i))));
            }
        }
    }
}

const QString& sharedPictures() {
    static const QString folder = [] {
        const QString path = processFolder().filePath("pictures");
        makePictures(path);
        return path;
    }();
    return folder;
}

const QString& trainedCheckpoint() {
    static const QString path = trainCheckpoint();
    return path;
}

}  // namespace secateur::test
