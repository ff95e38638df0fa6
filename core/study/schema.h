#pragma once

#include <iterator>

namespace secateur::schema {

/// In the file's header ("SECA"), by which a study is told from another SQLite database.
inline constexpr int kApplicationId = 0x53454341;
inline constexpr int kVersion = 8;

/// Numbers are little-endian in blobs: indices int64, labels and predictions int32,
/// confidences float32. Models and
/// training states are safetensors; gzip_bytes is 0 until it is measured. Times are UTC, ISO 8601.
/// The tables of version 1; what later versions added stands below, so that a new file and one that
/// was migrated are the same.
inline constexpr const char* kTables = R"sql(
CREATE TABLE data_set (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    location TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    channels INTEGER NOT NULL,
    height INTEGER NOT NULL,
    width INTEGER NOT NULL,
    train_images INTEGER NOT NULL,
    test_images INTEGER NOT NULL,
    class_names TEXT NOT NULL
);
CREATE TABLE image_list (
    id INTEGER PRIMARY KEY,
    data_set INTEGER NOT NULL REFERENCES data_set(id),
    split TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    count INTEGER NOT NULL,
    indices BLOB NOT NULL,
    labels BLOB NOT NULL
);
CREATE TABLE variant (
    id INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES variant(id),
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    recipe TEXT NOT NULL,
    note TEXT NOT NULL,
    digest TEXT NOT NULL,
    encoding TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    gzip_bytes INTEGER NOT NULL,
    parameters INTEGER NOT NULL,
    weights INTEGER NOT NULL,
    zeros INTEGER NOT NULL,
    created TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    model BLOB NOT NULL
);
CREATE UNIQUE INDEX variant_recipe ON variant (ifnull(parent, 0), kind, recipe);
CREATE TABLE evaluation (
    id INTEGER PRIMARY KEY,
    variant INTEGER NOT NULL REFERENCES variant(id),
    image_list INTEGER NOT NULL REFERENCES image_list(id),
    processor TEXT NOT NULL,
    workers INTEGER NOT NULL,
    correct INTEGER NOT NULL,
    seconds REAL NOT NULL,
    created TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    predictions BLOB NOT NULL,
    UNIQUE (variant, image_list, processor, workers)
);
CREATE TABLE sweep (
    id INTEGER PRIMARY KEY,
    variant INTEGER NOT NULL REFERENCES variant(id),
    image_list INTEGER NOT NULL REFERENCES image_list(id),
    scope TEXT NOT NULL,
    UNIQUE (variant, image_list, scope)
);
CREATE TABLE sweep_point (
    sweep INTEGER NOT NULL REFERENCES sweep(id),
    layer TEXT NOT NULL,
    ratio REAL NOT NULL,
    correct INTEGER NOT NULL,
    count INTEGER NOT NULL,
    lost INTEGER NOT NULL,
    gained INTEGER NOT NULL,
    pruned_weights INTEGER NOT NULL,
    PRIMARY KEY (sweep, layer, ratio)
);
CREATE TABLE training (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    recipe TEXT NOT NULL UNIQUE,
    state BLOB,
    best BLOB,
    last_variant INTEGER REFERENCES variant(id),
    best_variant INTEGER REFERENCES variant(id)
);
CREATE TABLE training_epoch (
    training INTEGER NOT NULL REFERENCES training(id),
    epoch INTEGER NOT NULL,
    loss REAL NOT NULL,
    train_accuracy REAL NOT NULL,
    accuracy REAL NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (training, epoch)
);
)sql";

/// Version 2: histograms of activations (Histogram::serialize), ranges chosen by hand, settings.
inline constexpr const char* kTablesSince2 = R"sql(
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE activation_histogram (
    variant INTEGER NOT NULL REFERENCES variant(id),
    image_list INTEGER NOT NULL REFERENCES image_list(id),
    layer TEXT NOT NULL,
    relu6 INTEGER NOT NULL,
    bottleneck INTEGER NOT NULL,
    histogram BLOB NOT NULL,
    PRIMARY KEY (variant, image_list, layer)
);
CREATE TABLE clip (
    variant INTEGER NOT NULL REFERENCES variant(id),
    layer TEXT NOT NULL,
    target TEXT NOT NULL,
    low REAL NOT NULL,
    high REAL NOT NULL,
    PRIMARY KEY (variant, layer, target)
);
)sql";

/// Version 3: perturbations other than pruning, groups of layers, adaptive sweeps. `scope` is what
/// a sweep is found by (see sweepScope); flips are int32 as in AdaptivePoint, the bounds fractions.
inline constexpr const char* kTablesSince3 = R"sql(
ALTER TABLE sweep ADD COLUMN kind TEXT NOT NULL DEFAULT 'prune';
ALTER TABLE sweep ADD COLUMN criterion TEXT NOT NULL DEFAULT 'l1';
ALTER TABLE sweep ADD COLUMN grouping TEXT NOT NULL DEFAULT 'layer';
ALTER TABLE sweep ADD COLUMN adaptive INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sweep_point ADD COLUMN weights INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sweep_point ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sweep_point ADD COLUMN settled INTEGER NOT NULL DEFAULT 1;
ALTER TABLE sweep_point ADD COLUMN bound_drop REAL;
ALTER TABLE sweep_point ADD COLUMN bound_low REAL;
ALTER TABLE sweep_point ADD COLUMN bound_high REAL;
ALTER TABLE sweep_point ADD COLUMN flips BLOB;
UPDATE sweep_point SET unchanged = 1 WHERE pruned_weights = 0;
)sql";

/// Version 4: recipes of quantization under a name (recipeToJson); the moving average beside each
/// histogram of activations; per-layer quantization errors (QuantErrorPoint, LayerNoise); what
/// epochs of quantization-aware training have besides (QuantEpoch), null in those of other
/// trainings; networks that were compared, without their weights, and what was measured of them
/// (JSON).
inline constexpr const char* kTablesSince4 = R"sql(
CREATE TABLE quant_recipe (
    name TEXT PRIMARY KEY,
    recipe TEXT NOT NULL
);
CREATE TABLE quant_error_run (
    id INTEGER PRIMARY KEY,
    variant INTEGER NOT NULL REFERENCES variant(id),
    image_list INTEGER NOT NULL REFERENCES image_list(id),
    recipe TEXT NOT NULL,
    UNIQUE (variant, image_list, recipe)
);
CREATE TABLE quant_error_noise (
    run INTEGER NOT NULL REFERENCES quant_error_run(id),
    position INTEGER NOT NULL,
    layer TEXT NOT NULL,
    kind TEXT NOT NULL,
    weight_sqnr REAL,
    activation_sqnr REAL NOT NULL,
    PRIMARY KEY (run, position)
);
CREATE TABLE quant_error_point (
    run INTEGER NOT NULL REFERENCES quant_error_run(id),
    layer TEXT NOT NULL,
    mode TEXT NOT NULL,
    count INTEGER NOT NULL,
    correct INTEGER NOT NULL,
    lost INTEGER NOT NULL,
    gained INTEGER NOT NULL,
    PRIMARY KEY (run, layer, mode)
);
ALTER TABLE activation_histogram ADD COLUMN average_low REAL;
ALTER TABLE activation_histogram ADD COLUMN average_high REAL;
ALTER TABLE training_epoch ADD COLUMN simulated_accuracy REAL;
ALTER TABLE training_epoch ADD COLUMN observers_frozen INTEGER;
ALTER TABLE training_epoch ADD COLUMN norms_frozen INTEGER;
CREATE TABLE training_scale (
    training INTEGER NOT NULL REFERENCES training(id),
    epoch INTEGER NOT NULL,
    position INTEGER NOT NULL,
    layer TEXT NOT NULL,
    scale REAL NOT NULL,
    zero_point INTEGER NOT NULL,
    weight_scale REAL NOT NULL,
    PRIMARY KEY (training, epoch, position)
);
CREATE TABLE comparison (
    id INTEGER PRIMARY KEY,
    settings TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
CREATE TABLE compared_network (
    digest TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    parameters INTEGER NOT NULL,
    macs INTEGER NOT NULL
);
CREATE TABLE comparison_network (
    comparison INTEGER NOT NULL REFERENCES comparison(id),
    network TEXT NOT NULL REFERENCES compared_network(digest),
    name TEXT NOT NULL,
    PRIMARY KEY (comparison, network)
);
CREATE TABLE comparison_result (
    network TEXT NOT NULL REFERENCES compared_network(digest),
    measure TEXT NOT NULL,
    settings TEXT NOT NULL,
    level REAL NOT NULL,
    result TEXT NOT NULL,
    created TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    PRIMARY KEY (network, measure, settings, level)
);
)sql";

/// Version 5: comparisons of INT8 kernels with the integer reference (parityToJson).
inline constexpr const char* kTablesSince5 = R"sql(
CREATE TABLE parity (
    id INTEGER PRIMARY KEY,
    variant INTEGER NOT NULL REFERENCES variant(id),
    image_list INTEGER NOT NULL REFERENCES image_list(id),
    engine TEXT NOT NULL,
    instruction_set TEXT NOT NULL,
    report TEXT NOT NULL,
    created TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    UNIQUE (variant, image_list, engine, instruction_set)
);
)sql";

/// Version 6: what the study is told apart by; a digest for every row (Seals); speeds of networks
/// that were measured together (SpeedRun), in images a second; why the tensors of INT8 variants
/// have their ranges (`weights` 0: the output); histograms also of networks that a recipe changes
/// before it observes them (preparationText; empty: it does not); channels are cut at the scope
/// that weights are.
inline constexpr const char* kTablesSince6 = R"sql(
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO meta VALUES ('identity', lower(hex(randomblob(16))));
CREATE TABLE row_digest (
    name TEXT NOT NULL,
    row INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    PRIMARY KEY (name, row)
) WITHOUT ROWID;
CREATE TABLE speed_run (
    id INTEGER PRIMARY KEY,
    processor TEXT NOT NULL,
    images INTEGER NOT NULL,
    batch_size INTEGER NOT NULL,
    rounds INTEGER NOT NULL,
    created TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
CREATE TABLE speed (
    run INTEGER NOT NULL REFERENCES speed_run(id),
    variant INTEGER NOT NULL REFERENCES variant(id),
    workers INTEGER NOT NULL,
    median REAL NOT NULL,
    lowest REAL NOT NULL,
    highest REAL NOT NULL,
    PRIMARY KEY (run, variant, workers)
);
CREATE TABLE range_reason (
    variant INTEGER NOT NULL REFERENCES variant(id),
    layer TEXT NOT NULL,
    weights INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (variant, layer, weights)
);
ALTER TABLE activation_histogram RENAME TO histogram_before_6;
CREATE TABLE activation_histogram (
    variant INTEGER NOT NULL REFERENCES variant(id),
    image_list INTEGER NOT NULL REFERENCES image_list(id),
    preparation TEXT NOT NULL,
    layer TEXT NOT NULL,
    relu6 INTEGER NOT NULL,
    histogram BLOB NOT NULL,
    average_low REAL,
    average_high REAL,
    PRIMARY KEY (variant, image_list, preparation, layer)
);
INSERT INTO activation_histogram SELECT variant, image_list, '', layer, relu6, histogram, average_low,
    average_high FROM histogram_before_6;
DROP TABLE histogram_before_6;
UPDATE variant SET recipe = replace(recipe, '"scope":"local"', '"scope":"layer"')
    WHERE kind = 'slimmed';
)sql";

/// Version 7: where the time of networks goes that were timed together (ProfileRun); `steps` and
/// `curve` are JSON, rates in multiply-accumulates a second.
inline constexpr const char* kTablesSince7 = R"sql(
CREATE TABLE profile_run (
    id INTEGER PRIMARY KEY,
    processor TEXT NOT NULL,
    peak_fp32 REAL NOT NULL,
    peak_int8 REAL NOT NULL,
    created TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
CREATE TABLE profile (
    run INTEGER NOT NULL REFERENCES profile_run(id),
    variant INTEGER NOT NULL REFERENCES variant(id),
    batch INTEGER NOT NULL,
    spread REAL NOT NULL,
    steps TEXT NOT NULL,
    curve TEXT NOT NULL,
    PRIMARY KEY (run, variant)
);
)sql";

/// Version 8: how sure a network was of its answers (Evaluation::confidences); null: not kept.
inline constexpr const char* kTablesSince8 = R"sql(
ALTER TABLE evaluation ADD COLUMN confidences BLOB;
)sql";

/// In the order of the versions, from 1.
inline constexpr const char* kSteps[] = {kTables,       kTablesSince2, kTablesSince3,
                                         kTablesSince4, kTablesSince5, kTablesSince6,
                                         kTablesSince7, kTablesSince8};
static_assert(std::size(kSteps) == kVersion);

}  // namespace secateur::schema
