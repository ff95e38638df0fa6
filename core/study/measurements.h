#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/evaluation.h"
#include "core/analysis/sensitivity_curve.h"
#include "core/data/dataset.h"
#include "core/data/splits.h"

namespace secateur {

class Study;
struct SweepOptions;

/// Which images something was measured on, or trained with.
struct ImageList {
    Split split = Split::Test;  ///< HeldOut and Train are of data.train
    std::vector<int64_t> indices;

    const Dataset& dataset(const ImageData& data) const;
};

/// What a list of images is in a study: the same images of the same data have the same digest.
std::string imageListDigest(const ImageData& data, const ImageList& images);

struct ImageSize {
    int64_t height = 0;
    int64_t width = 0;
    bool operator==(const ImageSize&) const = default;
};

/// A data set that something was measured on.
struct StoredData {
    int64_t id = 0;
    DatasetKind kind = DatasetKind::ImageFolder;
    std::string name;
    std::string location;
    std::string digest;
    int64_t trainImages = 0;
    int64_t testImages = 0;
    std::vector<std::string> classNames;
    ImageSize size = {};
};

/// An image list as the study knows it.
struct StoredImages {
    int64_t id = 0;
    int64_t dataSet = 0;
    Split split = Split::Test;
    std::string digest;
    int64_t count = 0;
    std::vector<int64_t> indices;
};

/// An evaluation with where and when it was measured.
struct StoredEvaluation {
    int64_t variant = 0;
    int64_t images = 0;  ///< StoredImages::id
    std::string processor;
    int workers = 0;
    std::string created;
    Evaluation result;
};

/// One sensitivity sweep: its points are complete only if it ran to its end.
struct StoredSweep {
    int64_t id = 0;
    int64_t variant = 0;
    int64_t images = 0;                    ///< StoredImages::id
    std::string scope;                     ///< sweepScope of its options
    int64_t recalibrated = 0;              ///< SweepOptions::recalibrate
    std::optional<int64_t> rankingImages;  ///< of a criterion that looks at images; 0: all
    PerturbationKind kind = PerturbationKind::Prune;
    std::string criterion = "l1";  ///< or "given": masks that came from a file
    Grouping grouping = Grouping::Layer;
    bool adaptive = false;
    std::vector<SensitivityPoint> points;
};

/// Records the data set and the list (labels included) if they are new; a new data set becomes the
/// study's (keptImages). Gives the list's id.
int64_t recordImages(Study& study, const ImageData& data, const ImageList& images);

/// Of the data that were measured on last; empty: nothing was measured.
std::optional<ImageSize> newestImageSize(Study& study);

/// The evaluation of this variant on these images by so many workers of this processor.
std::optional<StoredEvaluation> findEvaluation(Study& study, int64_t variant, int64_t images,
                                               const std::string& processor, int workers);
/// Gives it back as the study has it: with the time.
StoredEvaluation addEvaluation(Study& study, const StoredEvaluation& evaluation);

/// What tells two sweeps of the same network and images apart. An exact sweep's points depend on
/// what is done and on the layers that are taken all together; an adaptive one's also on each
/// other, by the confidence that they share.
std::string sweepScope(const SweepOptions& options);
/// Finds or makes the sweep of this variant, images and options.
int64_t openSweep(Study& study, int64_t variant, int64_t images, const SweepOptions& options);
/// In one transaction; a point that is there already is replaced where it stands.
void addSweepPoints(Study& study, int64_t sweep, const std::vector<AdaptivePoint>& points);
/// In the order in which they were first measured.
std::vector<AdaptivePoint> adaptivePoints(Study& study, int64_t sweep);

std::vector<StoredData> listData(Study& study);
std::vector<StoredImages> listImages(Study& study);
std::vector<StoredEvaluation> listEvaluations(Study& study);
std::vector<StoredSweep> listSweeps(Study& study);

}  // namespace secateur
