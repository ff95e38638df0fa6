#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/data/memory_dataset.h"
#include "core/report/study_snapshot.h"

/// Studies made up by hand or from a seed: nothing in them was measured.
namespace secateur::test {

inline Variant variantOf(int64_t id, std::optional<int64_t> parent, const std::string& name,
                         VariantKind kind, int64_t sizeBytes) {
    Variant variant;
    variant.id = id;
    variant.parent = parent;
    variant.name = name;
    variant.kind = kind;
    variant.digest = "digest " + std::to_string(id);
    variant.encoding = kind == VariantKind::Int8 ? Encoding::Int8 : Encoding::Fp32;
    variant.sizeBytes = sizeBytes;
    variant.gzipBytes = sizeBytes / 2;
    variant.weights = 1000;
    variant.zeros = kind == VariantKind::Baseline ? 0 : 700;
    variant.created = "2024-05-01T10:00:00Z";
    return variant;
}

inline StoredEvaluation evaluationOf(int64_t variant, int64_t images,
                                     const std::vector<int32_t>& predictions,
                                     const std::vector<int32_t>& labels, double seconds = 1.0) {
    StoredEvaluation stored;
    stored.variant = variant;
    stored.images = images;
    stored.processor = "Processor X";
    stored.workers = 2;
    stored.created = "2024-05-01T11:00:00Z";
    stored.result.predictions = predictions;
    stored.result.labels = labels;
    stored.result.seconds = seconds;
    for (size_t i = 0; i < labels.size(); ++i) {
        stored.result.correct += predictions[i] == labels[i] ? 1 : 0;
    }
    return stored;
}

/// Three classes (cat, dog, owl), eight test images: indices 10, 11, ... 17.
///
///   image        10   11   12   13   14   15   16   17
///   label        cat  cat  cat  dog  dog  dog  owl  owl
///   1 baseline   cat  cat  dog  dog  dog  owl  owl  cat     5 right
///   2 pruned     cat  dog  cat  dog  owl  cat  owl  cat     4 right: 2 broken (11, 14),
///                                                           1 repaired (12), 1 both wrong (15)
///   3 int8, child of 2: not measured
inline std::shared_ptr<StudySnapshot> smallStudy() {
    auto study = std::make_shared<StudySnapshot>();
    study->label = "small";
    study->identity = "small";
    study->data = {
        {1, DatasetKind::Idx, "pets", "/pets", "pets-digest", 0, 20, {"cat", "dog", "owl"}}};
    study->images = {{1, 1, Split::Test, "list-digest", 8, {10, 11, 12, 13, 14, 15, 16, 17}}};
    study->variants = {variantOf(1, {}, "FP32", VariantKind::Baseline, 4000000),
                       variantOf(2, 1, "pruned", VariantKind::Pruned, 3000000),
                       variantOf(3, 2, "int8", VariantKind::Int8, 1000000)};
    const std::vector<int32_t> labels{0, 0, 0, 1, 1, 1, 2, 2};
    study->speed = SpeedRun{1,
                            "Processor X",
                            8,
                            16,
                            3,
                            "2024-05-01T12:00:00Z",
                            {{1, {2, 4.0, 3.5, 4.5}}, {2, {2, 8.0, 7.0, 9.0}}}};
    study->evaluations = {evaluationOf(1, 1, {0, 0, 1, 1, 1, 2, 2, 0}, labels, 2.0),
                          evaluationOf(2, 1, {0, 1, 0, 1, 2, 0, 2, 0}, labels)};
    study->rows = stageRows(*study);
    return study;
}

/// 20 images of 2x2 grey pixels, all of the value of their index, that smallStudy() is of.
inline std::shared_ptr<ImageData> smallData() {
    std::vector<uint8_t> pixels;
    for (int i = 0; i < 80; ++i) {
        pixels.push_back(static_cast<uint8_t>(i / 4));
    }
    auto data = std::make_shared<ImageData>();
    data->name = "pets";
    data->digest = "pets-digest";
    data->classNames = {"cat", "dog", "owl"};
    data->test = std::make_shared<MemoryDataset>(MemoryDataset::Shape{1, 2, 2}, pixels,
                                                 std::vector<uint8_t>(20, 0));
    return data;
}

/// `labels` are of images 0, 1, ...; each further variant answers a little worse.
inline std::shared_ptr<StudySnapshot> largeStudy(const std::vector<int32_t>& labels,
                                                 const std::vector<std::string>& classes,
                                                 const std::string& digest, int variants) {
    static const std::vector<VariantKind> kKinds{VariantKind::Baseline, VariantKind::Pruned,
                                                 VariantKind::FineTuned, VariantKind::Int8};
    Random random(5);
    auto study = std::make_shared<StudySnapshot>();
    study->label = "large";
    study->identity = "large";
    const auto count = static_cast<int64_t>(labels.size());
    study->data = {{1, DatasetKind::FashionMnist, "fashion-mnist", "fashion-mnist", digest, 60000,
                    10000, classes}};
    study->images = {{1, 1, Split::Test, "list", count, {}}};
    for (int64_t i = 0; i < count; ++i) {
        study->images[0].indices.push_back(i);
    }
    const auto wrong = [&](int32_t label) {
        return static_cast<int32_t>(
            (static_cast<uint64_t>(label) + 1 + (random.uniform() < 0.6 ? 1 : random.below(8))) %
            classes.size());
    };
    std::vector<int32_t> predictions;
    for (const int32_t label : labels) {
        predictions.push_back(random.uniform() < 0.92 ? label : wrong(label));
    }
    for (int v = 0; v < variants; ++v) {
        const VariantKind kind = kKinds[static_cast<size_t>(v) % kKinds.size()];
        const std::string made = enumName(kind);
        const std::string name = v < 4 ? (kind == VariantKind::Baseline ? "MobileNetV2 FP32" : made)
                                       : made + " " + std::to_string(v);
        study->variants.push_back(variantOf(
            v + 1, v == 0 ? std::optional<int64_t>() : std::optional<int64_t>(v % 4 ? v : 1), name,
            kind, 9000000 / (1 + v % 4)));
        study->evaluations.push_back(
            evaluationOf(v + 1, 1, predictions, labels, 2.0 / (1.0 + 0.3 * v)));
        for (size_t i = 0; i < labels.size(); ++i) {
            if (random.uniform() < 0.03) {
                predictions[i] = predictions[i] == labels[i] ? wrong(labels[i]) : labels[i];
            }
        }
    }
    return study;
}

}  // namespace secateur::test
