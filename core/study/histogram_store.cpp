#include "core/study/histogram_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/study/study.h"

namespace secateur {

namespace {

ActivationHistogram readHistogram(SQLite::Statement& row, const std::string& label) {
    ActivationHistogram found;
    found.layer = row.getColumn(0).getString();
    found.relu6 = row.getColumn(1).getInt() != 0;
    found.bottleneck = row.getColumn(2).getInt() != 0;
    if (!row.getColumn(4).isNull()) {
        found.movingAverage = {row.getColumn(4).getDouble(), row.getColumn(5).getDouble()};
    }
    const SQLite::Column blob = row.getColumn(3);
    const auto* bytes = static_cast<const uint8_t*>(blob.getBlob());
    try {
        found.values = Histogram::deserialize({bytes, bytes + blob.getBytes()});
    } catch (const Error& e) {
        throw Error(e.code(), e.message(),
                    {fmt::format("{}, {}", label, found.layer), "", e.context().got});
    }
    return found;
}

}  // namespace

std::map<std::string, ActivationHistogram> findHistograms(Study& study, int64_t variant,
                                                          int64_t images) {
    std::map<std::string, ActivationHistogram> found;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement row(
            database,
            "SELECT layer, relu6, bottleneck, histogram, average_low, "
            "average_high FROM activation_histogram WHERE variant = ? AND image_list = ?");
        row.bind(1, variant);
        row.bind(2, images);
        while (row.executeStep()) {
            ActivationHistogram histogram = readHistogram(row, study.label());
            found.emplace(histogram.layer, std::move(histogram));
        }
    });
    return found;
}

void addHistograms(Study& study, int64_t variant, int64_t images,
                   const std::map<std::string, ActivationHistogram>& histograms) {
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(
            database, "INSERT OR REPLACE INTO activation_histogram VALUES (?,?,?,?,?,?,?,?)");
        for (const auto& [layer, histogram] : histograms) {
            const std::vector<uint8_t> bytes = histogram.values.serialize();
            insert.bind(1, variant);
            insert.bind(2, images);
            insert.bind(3, layer);
            insert.bind(4, histogram.relu6 ? 1 : 0);
            insert.bind(5, histogram.bottleneck ? 1 : 0);
            insert.bind(6, bytes.data(), static_cast<int>(bytes.size()));
            if (histogram.movingAverage) {
                insert.bind(7, histogram.movingAverage->low);
                insert.bind(8, histogram.movingAverage->high);
            } else {
                insert.bind(7);
                insert.bind(8);
            }
            insert.exec();
            insert.reset();
        }
    });
}

StoredActivations storedActivations(Study& study, int64_t variant) {
    int64_t list = 0;
    StoredActivations stored;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement row(database,
                              "SELECT id, count FROM image_list WHERE id IN (SELECT image_list "
                              "FROM activation_histogram WHERE variant = ?) "
                              "ORDER BY count DESC, id DESC LIMIT 1");
        row.bind(1, variant);
        if (row.executeStep()) {
            list = row.getColumn(0).getInt64();
            stored.images = row.getColumn(1).getInt64();
        }
    });
    if (stored.images > 0) {
        stored.histograms = findHistograms(study, variant, list);
    }
    return stored;
}

}  // namespace secateur
