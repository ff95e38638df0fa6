#include "core/study/clips.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/error.h"
#include "core/study/study.h"

namespace secateur {

namespace {

ClipTarget targetFromName(const std::string& name) {
    for (const ClipTarget target : {ClipTarget::Weights, ClipTarget::Activations}) {
        if (name == clipTargetName(target)) {
            return target;
        }
    }
    throw Error(ErrorCode::CorruptData, "unknown target of a clip",
                {"", "weights or activations", name});
}

}  // namespace

const char* clipTargetName(ClipTarget target) {
    switch (target) {
        case ClipTarget::Weights:
            return "weights";
        case ClipTarget::Activations:
            return "activations";
    }
    throw Error(ErrorCode::Internal, "unknown target of a clip");
}

std::vector<ClipChoice> listClips(Study& study, int64_t variant) {
    std::vector<ClipChoice> clips;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement row(database,
                              "SELECT layer, target, low, high FROM clip WHERE variant = ? "
                              "ORDER BY layer, target");
        row.bind(1, variant);
        while (row.executeStep()) {
            clips.push_back({row.getColumn(0).getString(),
                             targetFromName(row.getColumn(1).getString()),
                             {row.getColumn(2).getDouble(), row.getColumn(3).getDouble()}});
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
        SQLite::Statement insert(database, "INSERT OR REPLACE INTO clip VALUES (?,?,?,?,?)");
        insert.bind(1, variant);
        insert.bind(2, choice.layer);
        insert.bind(3, std::string(clipTargetName(choice.target)));
        insert.bind(4, choice.range.low);
        insert.bind(5, choice.range.high);
        insert.exec();
    });
}

void clearClip(Study& study, int64_t variant, const std::string& layer, ClipTarget target) {
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement remove(database,
                                 "DELETE FROM clip WHERE variant = ? AND layer = ? AND target = ?");
        remove.bind(1, variant);
        remove.bind(2, layer);
        remove.bind(3, std::string(clipTargetName(target)));
        remove.exec();
    });
}

}  // namespace secateur
