#include "core/study/variant.h"

#include <fmt/format.h>

#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/graph/cost.h"
#include "core/graph/graph.h"
#include "core/io/model_file.h"
#include "core/study/range_store.h"
#include "core/study/rows.h"
#include "core/study/study.h"
#include "core/study/variant_edits.h"

namespace secateur {

namespace {

constexpr const char* kSelect =
    "SELECT id, id, parent, name, kind, recipe, note, digest, encoding, size_bytes, gzip_bytes, "
    "parameters, weights, zeros, created FROM variant ";

Variant readRow(Rows& row) {
    Variant v;
    v.id = row.id();
    v.parent = row.optionalId();
    // So no walk to the root goes in a circle.
    row.check(!v.parent || *v.parent < v.id, "a network that was made before this one",
              std::to_string(v.parent.value_or(0)));
    v.name = row.text();
    v.kind = row.named<VariantKind>();
    v.recipe = row.recipe();
    v.note = row.text();
    v.digest = row.text();
    v.encoding = row.named<Encoding>();
    v.sizeBytes = row.integer(0);
    const int64_t gzipBytes = row.integer(0);
    v.gzipBytes = gzipBytes > 0 ? std::optional(gzipBytes) : std::nullopt;
    v.parameters = row.integer(0);
    v.weights = row.integer(0);
    v.zeros = row.integer(0, v.weights);
    v.created = row.text();
    return v;
}

/// Those that `which`, a WHERE or ORDER clause with one placeholder a value, asks for.
template <class... Values>
std::vector<Variant> select(Study& study, SQLite::Database& database, const std::string& which,
                            const Values&... values) {
    std::vector<Variant> variants;
    Rows row(study, database, {"variant"}, kSelect + which);
    row.with(values...);
    while (row.next()) {
        variants.push_back(readRow(row));
    }
    return variants;
}

/// The same in a transaction of its own, the first if there is one.
template <class... Values>
std::optional<Variant> find(Study& study, const std::string& which, const Values&... values) {
    std::vector<Variant> found;
    study.transact(
        [&](SQLite::Database& database) { found = select(study, database, which, values...); });
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

constexpr const char* kByRecipe = "WHERE ifnull(parent, 0) = ? AND kind = ? AND recipe = ?";

struct ModelBytes {
    std::vector<uint8_t> bytes;
    Encoding encoding = Encoding::Fp32;
};

ModelBytes smallestFile(const Graph& graph) {
    if (graph.quantized()) {
        return {serializeModel(graph), Encoding::Int8};
    }
    ModelBytes dense{serializeModel(graph), Encoding::Fp32};
    ModelBytes sparse{serializeSparseModel(graph), Encoding::Fp32Sparse};
    return sparse.bytes.size() < dense.bytes.size() ? std::move(sparse) : std::move(dense);
}

std::string digestOf(const std::vector<uint8_t>& bytes) {
    Digest digest;
    digest.addBytes(bytes.data(), bytes.size());
    return digest.hex();
}

std::string freeName(SQLite::Database& database, const std::string& wanted) {
    std::string name = wanted;
    for (int number = 2;; ++number) {
        SQLite::Statement query(database, "SELECT count(*) FROM variant WHERE name = ?");
        query.bind(1, name);
        query.executeStep();
        if (query.getColumn(0).getInt() == 0) {
            return name;
        }
        name = fmt::format("{} {}", wanted, number);
    }
}

void insertVariant(SQLite::Database& database, const NewVariant& about, const ModelBytes& file,
                   const GraphCost& cost) {
    execute(database,
            "INSERT INTO variant (parent, name, kind, recipe, note, digest, encoding, size_bytes, "
            "gzip_bytes, parameters, weights, zeros, model) VALUES (?,?,?,?,?,?,?,?,0,?,?,?,?)",
            about.parent, freeName(database, toUtf8(about.name)), enumName(about.kind),
            about.recipe, toUtf8(about.note), digestOf(file.bytes), enumName(file.encoding),
            static_cast<int64_t>(file.bytes.size()), cost.parameters, cost.weights, cost.zeros,
            file.bytes);
}

[[noreturn]] Variant throwNoSuchVariant(Study& study, const std::string& asked) {
    std::string names;
    for (const Variant& v : listVariants(study)) {
        names += fmt::format("{}{} \"{}\"", names.empty() ? "" : ", ", v.id, v.name);
    }
    throw Error(ErrorCode::NotFound, "the study has no such variant",
                {study.label(), names.empty() ? "it has none" : names, asked});
}

}  // namespace

std::vector<std::string> Variant::remarks() const {
    std::vector<std::string> lines;
    for (size_t end = note.find('\n'); end != std::string::npos;) {
        const size_t next = note.find('\n', end + 1);
        lines.push_back(note.substr(end + 1, next - end - 1));
        end = next;
    }
    return lines;
}

Variant addVariant(Study& study, const NewVariant& about, const Graph& graph) {
    if (auto known = findVariant(study, about.parent, about.kind, about.recipe)) {
        return *known;
    }
    const ModelBytes file = smallestFile(graph);
    const GraphCost cost = computeCost(graph);
    Variant added;
    study.transact([&](SQLite::Database& database) {
        insertVariant(database, about, file, cost);
        added = select(study, database, kByRecipe, about.parent.value_or(0), enumName(about.kind),
                       about.recipe)
                    .at(0);
        insertRangeReasons(database, added.id, about.ranges);
    });
    return added;
}

std::optional<Variant> findVariant(Study& study, std::optional<int64_t> parent, VariantKind kind,
                                   const std::string& recipe) {
    const auto found = find(study, kByRecipe, parent.value_or(0), enumName(kind), recipe);
    if (found) {
        restoreVariants(study, {found->id});  // one that was taken out is asked for again
    }
    return found;
}

std::vector<Variant> listVariants(Study& study) {
    std::vector<Variant> variants;
    study.transact([&](SQLite::Database& database) {
        variants =
            select(study, database, std::string("WHERE id NOT IN ") + kRemovedIds + " ORDER BY id");
    });
    return variants;
}

void measureGzipSizes(Study& study) {
    if (study.following()) {
        return;  // the process that writes it does
    }
    constexpr int kMostAtOnce = 4;  // each holds its file
    std::vector<Variant> variants = listVariants(study);
    std::erase_if(variants, [](const Variant& v) { return v.gzipBytes.has_value(); });
    const auto count = static_cast<int64_t>(variants.size());
    parallelJobs(std::min(kMostAtOnce, workerCount(0, count)), count, {}, [&](int, int64_t i) {
        const int64_t id = variants[static_cast<size_t>(i)].id;
        const std::vector<uint8_t> file = variantFile(study, id);
        const int64_t size = gzipSize(file.data(), file.size());
        study.transact([&](SQLite::Database& database) {
            execute(database, "UPDATE variant SET gzip_bytes = ? WHERE id = ?", size, id);
        });
    });
    if (count > 0) {  // the rows, with their files, were written elsewhere
        study.transact(
            [](SQLite::Database& database) { database.exec("PRAGMA incremental_vacuum"); });
    }
}

Variant requireVariant(Study& study, int64_t id) {
    const auto found = find(study, "WHERE id = ?", id);
    return found ? *found : throwNoSuchVariant(study, std::to_string(id));
}

Variant requireVariant(Study& study, const std::string& idOrName) {
    const auto found = find(study,
                            std::string("WHERE (name = ? OR CAST(id AS TEXT) = ?) AND id NOT IN ") +
                                kRemovedIds + " ORDER BY name <> ?",
                            idOrName, idOrName, idOrName);
    return found ? *found : throwNoSuchVariant(study, idOrName);
}

std::vector<uint8_t> variantFile(Study& study, int64_t id) {
    std::vector<uint8_t> bytes;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"variant"},
                 "SELECT id, digest, model FROM variant WHERE id = ?");
        if (row.with(id).next()) {
            const std::string digest = row.text();
            bytes = row.bytes();
            const std::string found = digestOf(bytes);
            row.check(found == digest, "a file of the digest " + digest, found);
        }
    });
    if (bytes.empty()) {
        throwNoSuchVariant(study, std::to_string(id));
    }
    return bytes;
}

namespace {

Graph parsedVariant(Study& study, int64_t id, Values values) {
    return parseModel(variantFile(study, id), fmt::format("{}, variant {}", study.label(), id),
                      values);
}

}  // namespace

Graph loadVariant(Study& study, int64_t id) {
    return parsedVariant(study, id, Values::Sound);
}

Graph loadAnyVariant(Study& study, int64_t id) {
    return parsedVariant(study, id, Values::Any);
}

Graph loadFloatVariant(Study& study, int64_t id) {
    Graph graph = loadVariant(study, id);
    if (graph.quantized()) {
        throw Error(ErrorCode::InvalidArgument, "the network is quantized already",
                    {requireVariant(study, id).name, "an FP32 network", "an INT8 one"});
    }
    return graph;
}

}  // namespace secateur
