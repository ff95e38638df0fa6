#include "core/study/histogram_store.h"

#include "core/quant/histogram_bytes.h"
#include "core/study/rows.h"
#include "core/study/study.h"

namespace secateur {

namespace {

NodeHistogram readHistogram(Rows& row) {
    NodeHistogram found;
    found.name = row.text();
    found.relu6 = row.flag();
    found.values = row.parsed([&] { return HistogramBytes::parse(row.bytes()); });
    const std::optional<double> low = row.optionalNumber();
    const std::optional<double> high = row.optionalNumber();
    row.check(low.has_value() == high.has_value() && (!low || *low <= *high), "a range",
              "half of one, or one that ends before it begins");
    if (low) {
        found.movingAverage = {*low, *high};
    }
    return found;
}

}  // namespace

std::map<std::string, NodeHistogram> findHistograms(Study& study, int64_t variant, int64_t images,
                                                    const std::optional<std::string>& preparation) {
    std::map<std::string, NodeHistogram> found;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"activation_histogram"},
                 "SELECT rowid, layer, relu6, histogram, average_low, average_high "
                 "FROM activation_histogram WHERE variant = ? AND image_list = ? AND "
                 "preparation = ifnull(?, preparation)");
        row.with(variant, images, preparation);
        while (row.next()) {
            NodeHistogram histogram = readHistogram(row);
            found.emplace(histogram.name, std::move(histogram));
        }
    });
    return found;
}

void addHistograms(Study& study, int64_t variant, int64_t images, const std::string& preparation,
                   const std::map<std::string, NodeHistogram>& histograms) {
    study.transact([&](SQLite::Database& database) {
        for (const auto& [layer, histogram] : histograms) {
            const auto& average = histogram.movingAverage;
            execute(database,
                    "INSERT INTO activation_histogram VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO "
                    "UPDATE SET relu6 = excluded.relu6, histogram = excluded.histogram, "
                    "average_low = excluded.average_low, average_high = excluded.average_high",
                    variant, images, preparation, layer, histogram.relu6,
                    HistogramBytes::of(histogram.values),
                    average ? std::optional(average->low) : std::nullopt,
                    average ? std::optional(average->high) : std::nullopt);
        }
    });
}

StoredActivations storedActivations(Study& study, int64_t variant, const std::string& preparation) {
    int64_t list = 0;
    StoredActivations stored;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"image_list", "activation_histogram"},
                 "SELECT id, id, count FROM image_list WHERE id IN (SELECT image_list "
                 "FROM activation_histogram WHERE variant = ? AND preparation = ?) "
                 "ORDER BY count DESC, id DESC LIMIT 1");
        if (row.with(variant, preparation).next()) {
            list = row.id();
            stored.images = row.integer(1);
        }
    });
    if (stored.images > 0) {
        stored.histograms = findHistograms(study, variant, list, preparation);
    }
    return stored;
}

}  // namespace secateur
