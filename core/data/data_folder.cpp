#include "core/data/data_folder.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "core/data/cifar.h"
#include "core/data/folder_layout.h"
#include "core/data/idx.h"

namespace secateur {

namespace fs = std::filesystem;

namespace {

constexpr size_t kMostBeside = 200;

/// Sorted by name; hidden ones are left out. Nothing of a folder that cannot be read.
std::vector<std::string> foldersIn(const std::string& folder) {
    std::vector<std::string> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        if (fs::is_directory(entry->path(), ignored) &&
            !entry->path().filename().string().starts_with(".")) {
            found.push_back(entry->path().string());
        }
    }
    std::ranges::sort(found);
    return found;
}

std::optional<DatasetKind> kindOf(const std::string& folder) {
    if (holdsIdx(folder)) {
        return DatasetKind::Idx;
    }
    if (holdsCifar(folder)) {
        return DatasetKind::Cifar10;
    }
    return holdsImageFolder(folder) ? std::optional(DatasetKind::ImageFolder) : std::nullopt;
}

bool holdsFiles(const std::string& folder) {
    return holdsIdx(folder) || holdsCifar(folder);
}

/// The only folder in this one for which it holds; empty: none, or several.
template <class Holds>
std::string onlyOneIn(const std::string& location, Holds holds) {
    std::string found;
    for (const std::string& folder : foldersIn(location)) {
        if (holds(folder)) {
            if (!found.empty()) {
                return {};
            }
            found = folder;
        }
    }
    return found;
}

}  // namespace

DataFolder findData(const std::string& location) {
    if (holdsFiles(location)) {
        return {location, kindOf(location)};
    }
    std::string inner = onlyOneIn(location, holdsFiles);
    if (inner.empty() && !holdsImageFolder(location)) {
        inner = onlyOneIn(location, [](const std::string& f) { return kindOf(f).has_value(); });
    }
    const std::string path = inner.empty() ? location : inner;
    return {path, kindOf(path)};
}

bool isSurelyData(const std::string& folder) {
    return holdsFiles(folder) || holdsSplit(folder);
}

std::string dataNear(const std::string& file) {
    std::error_code error;
    const fs::path here = fs::absolute(file, error).parent_path();
    for (const fs::path& place : {here, here.parent_path()}) {
        std::vector<std::string> folders = foldersIn(place.string());
        folders.resize(std::min(folders.size(), kMostBeside));
        const auto found = std::ranges::find_if(folders, isSurelyData);
        if (found != folders.end()) {
            return *found;
        }
    }
    return {};
}

}  // namespace secateur
