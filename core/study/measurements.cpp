#include "core/study/measurements.h"

#include <array>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/analysis/given_masks.h"
#include "core/analysis/sweep_options.h"
#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/text.h"
#include "core/study/rows.h"
#include "core/study/settings.h"
#include "core/study/study.h"

namespace secateur {

namespace {

constexpr const char* kGivenMasks = "given";
// In sweepScope, each images and their seed.
constexpr const char* kRecalibrated = "recalibrated";
constexpr const char* kRanking = "ranking";
constexpr int64_t kLargestSide = 1 << 16;  // of images, in pixels

int64_t dataSetId(SQLite::Database& database, const ImageData& data) {
    const int added = execute(
        database,
        "INSERT INTO data_set (kind, name, location, digest, channels, height, width, "
        "train_images, test_images, class_names) VALUES (?,?,?,?,?,?,?,?,?,?) "
        "ON CONFLICT DO NOTHING",
        enumName(data.kind), toUtf8(data.name), data.location, data.digest, data.test->channels(),
        data.test->height(), data.test->width(), data.train ? data.train->size() : 0,
        data.test->size(), jsonText(nlohmann::json(data.classNames)));
    if (added > 0 && !data.asked.empty()) {
        keepImages(database, {data.asked, data.options});
    }
    SQLite::Statement query(database, "SELECT id FROM data_set WHERE digest = ?");
    query.bind(1, data.digest);
    query.executeStep();
    return query.getColumn(0).getInt64();
}

StoredData readData(Rows& row) {
    StoredData data;
    data.id = row.id();
    data.kind = row.named<DatasetKind>();
    data.name = row.text();
    data.location = row.path();
    data.digest = row.text();
    data.trainImages = row.integer(0);
    data.testImages = row.integer(0);
    data.size = {row.integer(1, kLargestSide), row.integer(1, kLargestSide)};
    data.classNames = row.parsed([&] { return row.json().get<std::vector<std::string>>(); });
    return data;
}

std::map<int64_t, StoredData> readAllData(Study& study, SQLite::Database& database) {
    Rows row(
        study, database, {"data_set"},
        "SELECT id, id, kind, name, location, digest, train_images, test_images, height, width, "
        "class_names FROM data_set");
    std::map<int64_t, StoredData> sets;
    while (row.next()) {
        StoredData data = readData(row);
        sets.emplace(data.id, std::move(data));
    }
    return sets;
}

/// A list of images and what their evaluations are measured by.
struct LabelledList {
    StoredImages images;
    std::vector<int32_t> labels;
    int64_t classes = 0;
};

/// `only`: this list, or all (0).
std::map<int64_t, LabelledList> readLists(Study& study, SQLite::Database& database,
                                          int64_t only = 0) {
    const std::map<int64_t, StoredData> sets = readAllData(study, database);
    Rows row(study, database, {"image_list"},
             "SELECT id, id, data_set, split, digest, count, indices, labels FROM image_list "
             "WHERE ? IN (0, id)");
    row.with(only);
    std::map<int64_t, LabelledList> lists;
    while (row.next()) {
        LabelledList list;
        list.images.id = row.id();
        list.images.dataSet = row.id();
        const auto data = sets.find(list.images.dataSet);
        row.check(data != sets.end(), "a data set of the study", "none");
        list.images.split = row.named<Split>();
        list.images.digest = row.text();
        list.images.count = row.integer(0);
        const int64_t available =
            list.images.split == Split::Test ? data->second.testImages : data->second.trainImages;
        list.images.indices = row.numbers<int64_t>(list.images.count, 0, available - 1);
        list.classes = static_cast<int64_t>(data->second.classNames.size());
        list.labels = row.numbers<int32_t>(list.images.count, 0, list.classes - 1);
        lists.emplace(list.images.id, std::move(list));
    }
    return lists;
}

/// Of a row of kSelectEvaluation.
StoredEvaluation readEvaluation(Rows& row, const std::map<int64_t, LabelledList>& lists) {
    StoredEvaluation e;
    e.variant = row.id();
    e.images = row.id();
    const auto found = lists.find(e.images);
    row.check(found != lists.end(), "a list of images of the study", "none");
    const LabelledList& list = found->second;
    e.processor = row.text();
    e.workers = static_cast<int>(row.integer(1, std::numeric_limits<int>::max()));
    e.created = row.text();
    e.result.seconds = row.finite(0.0);
    e.result.predictions = row.numbers<int32_t>(list.images.count, 0, list.classes - 1);
    e.result.labels = list.labels;
    e.result.correct = row.integer(0, list.images.count);
    const auto right =
        std::inner_product(list.labels.begin(), list.labels.end(), e.result.predictions.begin(),
                           int64_t{0}, std::plus<>(), std::equal_to<>());
    row.check(e.result.correct == right, std::to_string(right), std::to_string(e.result.correct));
    e.result.confidences = row.numbers<float>();
    const auto known = e.result.confidences.size();
    row.check(known == 0 || known == e.result.predictions.size(),
              std::to_string(e.result.predictions.size()) + " numbers or none",
              std::to_string(known));
    for (const float confidence : e.result.confidences) {
        row.check(!(confidence < 0.0F || confidence > 1.0F), "numbers from 0 to 1",
                  std::to_string(confidence));
    }
    return e;
}

constexpr const char* kSelectEvaluation =
    "SELECT id, variant, image_list, processor, workers, created, seconds, predictions, correct, "
    "ifnull(confidences, x'') AS confidences FROM evaluation ";

/// What the points of a sweep are read by.
struct PointUnits {
    PerturbationKind kind = PerturbationKind::Prune;
    Grouping grouping = Grouping::Layer;
};

AdaptivePoint readPoint(Rows& row, const PointUnits& units) {
    AdaptivePoint found;
    SensitivityPoint& point = found.point;
    point.kind = units.kind;
    point.target = Target::fromText(row.text(), units.grouping);
    point.level = Level::of(units.kind, row.number(0.0, 8.0));
    point.count = row.integer(0, std::numeric_limits<int32_t>::max());
    point.correct = row.integer(0, point.count);
    point.lost = row.integer(0, point.count - point.correct);
    point.gained = row.integer(0, point.correct);
    point.prunedWeights = row.integer(0);
    point.weights = row.integer(0);
    point.unchanged = row.flag();
    point.settled = row.flag();
    const std::array bounds{row.optionalNumber(), row.optionalNumber(), row.optionalNumber()};
    row.check(bounds[0].has_value() == bounds[1].has_value() &&
                  bounds[0].has_value() == bounds[2].has_value(),
              "a drop with both bounds", "a part of it");
    if (bounds[0]) {
        point.bounds = PairedDrop{*bounds[0], *bounds[1], *bounds[2]};
    }
    return found;
}

/// The images that a point's flips are of, one by one, the sign apart.
void checkFlips(Rows& row, const AdaptivePoint& point) {
    for (const int32_t flip : point.flips) {
        const int64_t image = std::abs(static_cast<int64_t>(flip));
        row.check(image >= 1 && image <= point.point.count,
                  "images from 1 to " + std::to_string(point.point.count), std::to_string(flip));
    }
}

std::map<int64_t, std::vector<AdaptivePoint>> readPoints(Study& study, SQLite::Database& database,
                                                         const std::map<int64_t, PointUnits>& units,
                                                         int64_t only, bool flips) {
    Rows row(study, database, {"sweep_point"},
             "SELECT rowid, sweep, layer, ratio, count, correct, lost, gained, pruned_weights, "
             "weights, unchanged, settled, bound_drop, bound_low, bound_high, flips IS NULL, "
             "flips FROM sweep_point WHERE ? IN (0, sweep) ORDER BY rowid");
    row.with(only);
    std::map<int64_t, std::vector<AdaptivePoint>> points;
    while (row.next()) {
        const int64_t sweep = row.id();
        const auto known = units.find(sweep);
        row.check(known != units.end(), "a sweep of the study", "none");
        AdaptivePoint point = readPoint(row, known->second);
        if (!row.flag() && flips) {
            point.flips = row.numbers<int32_t>();
            checkFlips(row, point);
        }
        points[sweep].push_back(std::move(point));
    }
    return points;
}

std::vector<SensitivityPoint> withoutFlips(const std::vector<AdaptivePoint>& points) {
    std::vector<SensitivityPoint> plain;
    plain.reserve(points.size());
    for (const AdaptivePoint& point : points) {
        plain.push_back(point.point);
    }
    return plain;
}

void writePoint(SQLite::Database& database, int64_t sweep, const AdaptivePoint& adaptive) {
    const SensitivityPoint& point = adaptive.point;
    const auto bound = [&](double PairedDrop::*which) {
        return point.bounds ? std::optional((*point.bounds).*which) : std::nullopt;
    };
    execute(database,
            "INSERT INTO sweep_point (sweep, layer, ratio, correct, count, lost, gained, "
            "pruned_weights, weights, unchanged, settled, bound_drop, bound_low, bound_high, "
            "flips) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (sweep, layer, ratio) DO "
            "UPDATE SET correct = excluded.correct, count = excluded.count, lost = excluded.lost, "
            "gained = excluded.gained, pruned_weights = excluded.pruned_weights, "
            "weights = excluded.weights, unchanged = excluded.unchanged, "
            "settled = excluded.settled, bound_drop = excluded.bound_drop, "
            "bound_low = excluded.bound_low, bound_high = excluded.bound_high, "
            "flips = excluded.flips",
            sweep, point.target.text(), point.level.number, point.correct, point.count, point.lost,
            point.gained, point.prunedWeights, point.weights, point.unchanged, point.settled,
            bound(&PairedDrop::drop), bound(&PairedDrop::low), bound(&PairedDrop::high),
            adaptive.flips);
}

}  // namespace

const Dataset& ImageList::dataset(const ImageData& data) const {
    if (split == Split::Test) {
        return *data.test;
    }
    if (!data.train) {
        throw Error(ErrorCode::NotFound, "the data set has no train split",
                    {data.location, "", ""});
    }
    return *data.train;
}

std::string imageListDigest(const ImageData& data, const ImageList& images) {
    Digest digest;
    digest.addText(data.digest);
    digest.addText(images.split == Split::Test ? "test" : "train");
    for (const int64_t index : images.indices) {
        digest.addNumber(index);
    }
    return digest.hex();
}

int64_t recordImages(Study& study, const ImageData& data, const ImageList& images) {
    const std::string digest = imageListDigest(data, images);
    const Dataset& dataset = images.dataset(data);
    std::vector<int32_t> labels;
    labels.reserve(images.indices.size());
    for (const int64_t index : images.indices) {
        labels.push_back(static_cast<int32_t>(dataset.label(index)));
    }
    int64_t id = 0;
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "INSERT INTO image_list (data_set, split, digest, count, indices, labels) "
                "VALUES (?,?,?,?,?,?) ON CONFLICT DO NOTHING",
                dataSetId(database, data), enumName(images.split), digest,
                static_cast<int64_t>(images.indices.size()), images.indices, labels);
        Rows row(study, database, {"image_list"}, "SELECT id, id FROM image_list WHERE digest = ?");
        row.with(digest).require();
        id = row.id();
    });
    return id;
}

std::optional<ImageSize> newestImageSize(Study& study) {
    std::optional<ImageSize> size;
    study.transact([&](SQLite::Database& database) {
        const std::map<int64_t, StoredData> sets = readAllData(study, database);
        Rows row(study, database, {"image_list"},
                 "SELECT id, data_set FROM image_list ORDER BY id DESC LIMIT 1");
        if (row.next()) {
            size = sets.at(row.id()).size;
        }
    });
    return size;
}

std::optional<StoredEvaluation> findEvaluation(Study& study, int64_t variant, int64_t images,
                                               const std::string& processor, int workers) {
    std::optional<StoredEvaluation> found;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"evaluation"},
                 std::string(kSelectEvaluation) +
                     "WHERE variant = ? AND image_list = ? AND processor = ? AND workers = ?");
        if (row.with(variant, images, processor, workers).next()) {
            found = readEvaluation(row, readLists(study, database, images));
        }
    });
    return found;
}

StoredEvaluation addEvaluation(Study& study, const StoredEvaluation& evaluation) {
    const Evaluation& result = evaluation.result;
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "INSERT INTO evaluation (variant, image_list, processor, workers, correct, "
                "seconds, predictions, confidences) VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO UPDATE "
                "SET correct = excluded.correct, seconds = excluded.seconds, "
                "predictions = excluded.predictions, confidences = excluded.confidences, "
                "created = excluded.created",
                evaluation.variant, evaluation.images, evaluation.processor, evaluation.workers,
                result.correct, result.seconds, result.predictions, result.confidences);
    });
    return findEvaluation(study, evaluation.variant, evaluation.images, evaluation.processor,
                          evaluation.workers)
        .value();
}

namespace {

/// What the sweep ranks by, if its kind ranks at all.
const char* criterionOf(const SweepOptions& options) {
    return options.masks ? kGivenMasks : enumName(options.criterion);
}

}  // namespace

namespace {

/// The number of images that sweepScope laid down under `key`, if it did.
std::optional<int64_t> scopeImages(Rows& row, const std::string& scope, const char* key) {
    if (!scope.starts_with('{')) {
        return {};  // names of layers
    }
    const auto images = row.parsed([&] {
        const nlohmann::json all = parseJson(scope, "scope");
        return all.contains(key) ? std::optional(all[key].at(0).get<int64_t>()) : std::nullopt;
    });
    row.check(images.value_or(0) >= 0, "a number of images", std::to_string(images.value_or(0)));
    return images;
}

}  // namespace

std::string sweepScope(const SweepOptions& options) {
    std::string scope;
    for (const std::string& layer : options.layers) {
        scope += (scope.empty() ? "" : ",") + layer;
    }
    const SweepOptions plain;
    const bool pruning = options.kind == PerturbationKind::Prune;
    if (options.kind == plain.kind && options.criterion == plain.criterion &&
        options.grouping == plain.grouping && !options.adaptive.on && !options.masks &&
        options.recalibrate == 0) {
        return scope;
    }
    nlohmann::json all = {{"kind", enumName(options.kind)},
                          {"grouping", enumName(options.grouping)},
                          {"layers", scope}};
    if (pruning || options.kind == PerturbationKind::Channels) {
        all["criterion"] = criterionOf(options);
    }
    if (options.masks) {
        all["masks"] = options.masks->digest;
    }
    const bool ranked = pruning || options.kind == PerturbationKind::Channels;
    if (ranked && !options.masks && options.criterion == PruneCriterion::Random) {
        all["seed"] = options.seed;
    }
    if (ranked && !options.masks && criterionTraits(options.criterion).images) {
        all[kRanking] = {options.rankingImages, options.seed};
    }
    if (options.recalibrate > 0) {
        all[kRecalibrated] = {options.recalibrate, options.seed};
    }
    if (options.adaptive.on) {
        all["adaptive"] = {options.adaptive.toleranceShare, options.adaptive.width,
                           options.adaptive.confidence, options.seed, options.adaptive.firstRound};
        all["points"] = {options.masks ? std::vector<double>() : levelsOf(options), options.each(),
                         options.together()};
    }
    return all.dump();
}

int64_t openSweep(Study& study, int64_t variant, int64_t images, const SweepOptions& options) {
    int64_t id = 0;
    const std::string scope = sweepScope(options);
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "INSERT INTO sweep (variant, image_list, scope, kind, criterion, grouping, "
                "adaptive) VALUES (?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
                variant, images, scope, enumName(options.kind), criterionOf(options),
                enumName(options.grouping), options.adaptive.on);
        Rows row(study, database, {"sweep"},
                 "SELECT id, id FROM sweep WHERE variant = ? AND image_list = ? AND scope = ?");
        row.with(variant, images, scope).require();
        id = row.id();
    });
    return id;
}

void addSweepPoints(Study& study, int64_t sweep, const std::vector<AdaptivePoint>& points) {
    study.transact([&](SQLite::Database& database) {
        for (const AdaptivePoint& point : points) {
            writePoint(database, sweep, point);
        }
    });
}

std::vector<AdaptivePoint> adaptivePoints(Study& study, int64_t sweep) {
    std::vector<AdaptivePoint> points;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"sweep"}, "SELECT id, kind, grouping FROM sweep WHERE id = ?");
        if (row.with(sweep).next()) {
            const PointUnits units{row.named<PerturbationKind>(), row.named<Grouping>()};
            points = readPoints(study, database, {{sweep, units}}, sweep, true)[sweep];
        }
    });
    return points;
}

std::vector<StoredData> listData(Study& study) {
    std::vector<StoredData> sets;
    study.transact([&](SQLite::Database& database) {
        for (auto& [id, data] : readAllData(study, database)) {
            sets.push_back(std::move(data));
        }
    });
    return sets;
}

std::vector<StoredImages> listImages(Study& study) {
    std::vector<StoredImages> images;
    study.transact([&](SQLite::Database& database) {
        for (auto& [id, list] : readLists(study, database)) {
            images.push_back(std::move(list.images));
        }
    });
    return images;
}

std::vector<StoredEvaluation> listEvaluations(Study& study) {
    std::vector<StoredEvaluation> evaluations;
    study.transact([&](SQLite::Database& database) {
        const auto lists = readLists(study, database);
        Rows row(study, database, {"evaluation"},
                 std::string(kSelectEvaluation) + "ORDER BY image_list, variant");
        while (row.next()) {
            evaluations.push_back(readEvaluation(row, lists));
        }
    });
    return evaluations;
}

std::vector<StoredSweep> listSweeps(Study& study) {
    std::vector<StoredSweep> sweeps;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"sweep"},
                 "SELECT id, id, variant, image_list, scope, kind, criterion, grouping, adaptive "
                 "FROM sweep ORDER BY id");
        std::map<int64_t, PointUnits> units;
        while (row.next()) {
            StoredSweep sweep;
            sweep.id = row.id();
            sweep.variant = row.id();
            sweep.images = row.id();
            sweep.scope = row.text();
            sweep.recalibrated = scopeImages(row, sweep.scope, kRecalibrated).value_or(0);
            sweep.rankingImages = scopeImages(row, sweep.scope, kRanking);
            sweep.kind = row.named<PerturbationKind>();
            sweep.criterion = row.text();
            row.check(sweep.criterion == kGivenMasks || findEnum<PruneCriterion>(sweep.criterion),
                      "a criterion", "'" + sweep.criterion + "'");
            sweep.grouping = row.named<Grouping>();
            sweep.adaptive = row.flag();
            units.emplace(sweep.id, PointUnits{sweep.kind, sweep.grouping});
            sweeps.push_back(std::move(sweep));
        }
        auto points = readPoints(study, database, units, 0, false);
        for (StoredSweep& sweep : sweeps) {
            sweep.points = withoutFlips(points[sweep.id]);
        }
    });
    return sweeps;
}

}  // namespace secateur
