#include "core/study/variant.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/graph/cost.h"
#include "core/graph/graph.h"
#include "core/io/model_file.h"
#include "core/study/study.h"

namespace secateur {

namespace {

constexpr const char* kColumns =
    "id, parent, name, kind, recipe, note, digest, encoding, size_bytes, gzip_bytes, parameters, "
    "weights, zeros, created";

Variant readRow(SQLite::Statement& row) {
    Variant v;
    v.id = row.getColumn(0).getInt64();
    if (!row.getColumn(1).isNull()) {
        v.parent = row.getColumn(1).getInt64();
    }
    v.name = row.getColumn(2).getString();
    v.kind = row.getColumn(3).getString();
    v.recipe = row.getColumn(4).getString();
    v.note = row.getColumn(5).getString();
    v.digest = row.getColumn(6).getString();
    v.encoding = row.getColumn(7).getString();
    v.sizeBytes = row.getColumn(8).getInt64();
    v.gzipBytes = row.getColumn(9).getInt64();
    v.parameters = row.getColumn(10).getInt64();
    v.weights = row.getColumn(11).getInt64();
    v.zeros = row.getColumn(12).getInt64();
    v.created = row.getColumn(13).getString();
    return v;
}

struct ModelBytes {
    std::vector<uint8_t> bytes;
    std::string encoding;
};

ModelBytes smallestFile(const Graph& graph) {
    if (graph.quantized()) {
        return {serializeModel(graph), "int8"};
    }
    ModelBytes dense{serializeModel(graph), "fp32"};
    ModelBytes sparse{serializeSparseModel(graph), "fp32-sparse"};
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
    SQLite::Statement insert(
        database,
        "INSERT INTO variant (parent, name, kind, recipe, note, digest, encoding, size_bytes, "
        "gzip_bytes, parameters, weights, zeros, model) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (about.parent) {
        insert.bind(1, *about.parent);
    }
    insert.bind(2, freeName(database, about.name));
    insert.bind(3, about.kind);
    insert.bind(4, about.recipe);
    insert.bind(5, about.note);
    insert.bind(6, digestOf(file.bytes));
    insert.bind(7, file.encoding);
    insert.bind(8, static_cast<int64_t>(file.bytes.size()));
    insert.bind(9, gzipSize(file.bytes.data(), file.bytes.size()));
    insert.bind(10, cost.parameters);
    insert.bind(11, cost.weights);
    insert.bind(12, cost.zeros);
    insert.bindNoCopy(13, file.bytes.data(), static_cast<int>(file.bytes.size()));
    insert.exec();
}

std::optional<Variant> selectByRecipe(SQLite::Database& database, std::optional<int64_t> parent,
                                      const std::string& kind, const std::string& recipe) {
    SQLite::Statement query(
        database, fmt::format("SELECT {} FROM variant WHERE ifnull(parent, 0) = ? AND kind = ? "
                              "AND recipe = ?",
                              kColumns));
    query.bind(1, parent.value_or(0));
    query.bind(2, kind);
    query.bind(3, recipe);
    if (!query.executeStep()) {
        return std::nullopt;
    }
    return readRow(query);
}

[[noreturn]] void throwNoSuchVariant(Study& study, const std::string& asked) {
    std::string names;
    for (const Variant& v : listVariants(study)) {
        names += fmt::format("{}{} \"{}\"", names.empty() ? "" : ", ", v.id, v.name);
    }
    throw Error(ErrorCode::NotFound, "the study has no such variant",
                {study.label(), names.empty() ? "it has none" : names, asked});
}

}  // namespace

Variant addVariant(Study& study, const NewVariant& about, const Graph& graph) {
    if (auto known = findVariant(study, about.parent, about.kind, about.recipe)) {
        return *known;
    }
    const ModelBytes file = smallestFile(graph);
    const GraphCost cost = computeCost(graph);
    Variant added;
    study.transact([&](SQLite::Database& database) {
        insertVariant(database, about, file, cost);
        added = *selectByRecipe(database, about.parent, about.kind, about.recipe);
    });
    return added;
}

std::optional<Variant> findVariant(Study& study, std::optional<int64_t> parent,
                                   const std::string& kind, const std::string& recipe) {
    std::optional<Variant> found;
    study.transact([&](SQLite::Database& database) {
        found = selectByRecipe(database, parent, kind, recipe);
    });
    return found;
}

std::vector<Variant> listVariants(Study& study) {
    std::vector<Variant> variants;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(database,
                                fmt::format("SELECT {} FROM variant ORDER BY id", kColumns));
        while (query.executeStep()) {
            variants.push_back(readRow(query));
        }
    });
    return variants;
}

Variant requireVariant(Study& study, int64_t id) {
    for (const Variant& variant : listVariants(study)) {
        if (variant.id == id) {
            return variant;
        }
    }
    throwNoSuchVariant(study, std::to_string(id));
}

Variant requireVariant(Study& study, const std::string& idOrName) {
    for (const Variant& variant : listVariants(study)) {
        if (variant.name == idOrName || std::to_string(variant.id) == idOrName) {
            return variant;
        }
    }
    throwNoSuchVariant(study, idOrName);
}

std::vector<uint8_t> variantFile(Study& study, int64_t id) {
    std::vector<uint8_t> bytes;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(database, "SELECT model FROM variant WHERE id = ?");
        query.bind(1, id);
        if (query.executeStep()) {
            const SQLite::Column model = query.getColumn(0);
            const auto* data = static_cast<const uint8_t*>(model.getBlob());
            bytes.assign(data, data + model.getBytes());
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
