#include "core/study/range_store.h"

#include "core/study/rows.h"
#include "core/study/study.h"

namespace secateur {

void insertRangeReasons(SQLite::Database& database, int64_t variant,
                        const std::vector<RangeChoice>& choices) {
    for (const RangeChoice& choice : choices) {
        execute(database, "INSERT INTO range_reason VALUES (?,?,?,?)", variant, choice.layer,
                choice.weights, choice.reason);
    }
}

RangeReasons rangeReasons(Study& study, int64_t variant) {
    RangeReasons reasons;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"range_reason"},
                 "SELECT rowid, layer, weights, reason FROM range_reason WHERE variant = ?");
        row.with(variant);
        while (row.next()) {
            const std::string layer = row.text();
            const ClipTarget target = row.flag() ? ClipTarget::Weights : ClipTarget::Activations;
            reasons[{layer, target}] = row.text();
        }
    });
    return reasons;
}

}  // namespace secateur
