#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace secateur {

/// A row that cannot be believed.
struct RowFault {
    std::string table;
    int64_t row = 0;
    std::string what;
};

/// What can be said of a study's file without reading what it means.
struct FileCheck {
    std::vector<std::string> pages;  ///< faults of pages and indices
    std::vector<RowFault> rows;      ///< changed since they were written, or of rows that are gone
    int64_t count = 0;               ///< rows
    int64_t unchecked = 0;           ///< of them: written before rows had digests (version 6)

    bool sound() const { return pages.empty() && rows.empty(); }
};

/// Reads every page and row; changes nothing. Errors: Busy, CorruptData (not a study), Unsupported
/// (of a newer version), Io.
FileCheck checkStudyFile(const std::string& path);

/// Keeps a copy of the file beside it (`path` + ".damaged", numbered where there is one), then
/// makes it sound: what can be read of damaged pages goes into a new file, indices are made anew,
/// rows that cannot be believed are taken out with all that was measured of them. A network whose
/// file is as it was written, and a data set, stay and are said to have changed. Gives the copy's
/// path and, in words, what is lost.
struct Repair {
    std::string copy;
    std::vector<std::string> lost;
};
Repair repairStudyFile(const std::string& path);

}  // namespace secateur
