#include "core/study/clips.h"

#include "core/study/rows.h"
#include "core/study/study.h"

namespace secateur {

std::vector<ClipChoice> listClips(Study& study, int64_t variant) {
    std::vector<ClipChoice> clips;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"clip"},
                 "SELECT rowid, layer, target, low, high FROM clip WHERE variant = ? "
                 "ORDER BY layer, target");
        row.with(variant);
        while (row.next()) {
            ClipChoice clip{row.text(), row.named<ClipTarget>(), {row.finite(), 0.0}};
            clip.range.high = row.finite(clip.range.low);
            clips.push_back(std::move(clip));
        }
    });
    return clips;
}

ClipsInForce clipsInForce(Study& study, int64_t variant) {
    std::optional<int64_t> id = variant;
    while (id) {
        const Variant candidate = requireVariant(study, *id);
        std::vector<ClipChoice> clips = listClips(study, candidate.id);
        if (!clips.empty()) {
            return {candidate, std::move(clips)};
        }
        id = candidate.parent;
    }
    return {};
}

void setClip(Study& study, int64_t variant, const ClipChoice& choice) {
    requireRange(choice.range, choice.layer);
    requireVariant(study, variant);
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "INSERT INTO clip VALUES (?,?,?,?,?) ON CONFLICT DO UPDATE SET low = excluded.low, "
                "high = excluded.high",
                variant, choice.layer, enumName(choice.target), choice.range.low,
                choice.range.high);
    });
}

void clearClip(Study& study, int64_t variant, const std::string& layer, ClipTarget target) {
    study.transact([&](SQLite::Database& database) {
        execute(database, "DELETE FROM clip WHERE variant = ? AND layer = ? AND target = ?",
                variant, layer, enumName(target));
    });
}

}  // namespace secateur
