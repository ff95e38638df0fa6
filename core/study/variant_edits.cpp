#include "core/study/variant_edits.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/study/rows.h"
#include "core/study/study.h"

namespace secateur {

namespace {

void requireLine(const std::string& text, size_t longest, const char* what) {
    if (text.find_first_of("\r\n") != std::string::npos || text.size() > longest) {
        throw Error(ErrorCode::InvalidArgument, std::string(what) + " is one short line",
                    {"", "at most " + std::to_string(longest) + " bytes", text.substr(0, 60)});
    }
}

/// Of all variants, those that were taken out, too.
bool hasName(SQLite::Database& database, const std::string& name, int64_t butFor) {
    SQLite::Statement query(database, "SELECT count(*) FROM variant WHERE name = ? AND id <> ?");
    query.bind(1, name);
    query.bind(2, butFor);
    query.executeStep();
    return query.getColumn(0).getInt() > 0;
}

std::vector<int64_t> removedIds(Study& study) {
    std::vector<int64_t> ids;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(database, std::string("SELECT id FROM variant WHERE id IN ") +
                                              kRemovedIds + " ORDER BY id");
        while (query.executeStep()) {
            ids.push_back(query.getColumn(0).getInt64());
        }
    });
    return ids;
}

}  // namespace

void renameVariant(Study& study, int64_t id, const std::string& name) {
    constexpr const char* kBlank = " \t";
    const size_t first = name.find_first_not_of(kBlank);
    if (first == std::string::npos) {
        throw Error(ErrorCode::InvalidArgument, "a network needs a name");
    }
    const std::string trimmed =
        toUtf8(name.substr(first, name.find_last_not_of(kBlank) + 1 - first));
    requireLine(trimmed, kLongestName, "the name of a network");
    const std::string before = requireVariant(study, id).name;
    study.transact([&](SQLite::Database& database) {
        if (hasName(database, trimmed, id)) {
            throw Error(ErrorCode::InvalidArgument, "another network has this name",
                        {study.label(), "a new name", trimmed});
        }
        execute(database, "UPDATE variant SET name = ? WHERE id = ?", trimmed, id);
        execute(database,
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                kMadeAsPrefix + std::to_string(id), before);
    });
}

void setVariantNote(Study& study, int64_t id, const std::string& line) {
    constexpr size_t kLongestNote = 2000;
    requireLine(line, kLongestNote, "a note");
    std::string note = toUtf8(line);
    for (const std::string& remark : requireVariant(study, id).remarks()) {
        note += '\n' + remark;
    }
    study.transact([&](SQLite::Database& database) {
        execute(database, "UPDATE variant SET note = ? WHERE id = ?", note, id);
    });
}

std::vector<int64_t> removeVariants(Study& study, int64_t id) {
    const std::vector<Variant> all = listVariants(study);
    std::vector<int64_t> taken{requireVariant(study, id).id};
    for (const Variant& v : all) {  // a parent comes before its children
        if (v.parent && std::find(taken.begin(), taken.end(), *v.parent) != taken.end()) {
            taken.push_back(v.id);
        }
    }
    if (taken.size() >= all.size()) {
        throw Error(ErrorCode::InvalidArgument, "a study keeps at least one network",
                    {study.label(), "", requireVariant(study, id).name});
    }
    study.transact([&](SQLite::Database& database) {
        for (const int64_t one : taken) {
            execute(database, "INSERT INTO setting (name, value) VALUES (?, '1')",
                    kRemovedPrefix + std::to_string(one));
        }
    });
    return taken;
}

void restoreVariants(Study& study, const std::vector<int64_t>& ids) {
    const std::vector<int64_t> removed = removedIds(study);
    std::set<int64_t> wanted;
    for (const int64_t id : ids) {
        if (std::find(removed.begin(), removed.end(), id) == removed.end()) {
            continue;  // what is there is not written to
        }
        for (std::optional<int64_t> up = id; up; up = requireVariant(study, *up).parent) {
            wanted.insert(*up);
        }
    }
    if (wanted.empty()) {
        return;
    }
    study.transact([&](SQLite::Database& database) {
        for (const int64_t id : wanted) {
            execute(database, "DELETE FROM setting WHERE name = ?",
                    kRemovedPrefix + std::to_string(id));
        }
    });
}

std::vector<Variant> removedVariants(Study& study) {
    std::vector<Variant> removed;
    for (const int64_t id : removedIds(study)) {
        removed.push_back(requireVariant(study, id));
    }
    return removed;
}

}  // namespace secateur
