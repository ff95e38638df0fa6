#include "core/data/folder_layout.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/data/image_codecs.h"

namespace secateur {

namespace fs = std::filesystem;

namespace {

const std::set<std::string> kTrainNames{"train", "training"};
const std::set<std::string> kTestNames{"test", "testing"};
const std::set<std::string> kValNames{"val", "valid", "validation"};

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool isShown(const std::string& name) {
    return !name.starts_with(".");
}

/// What the entry is, or is a link to. A link to nothing is an error: an image would be missing.
fs::file_type typeOf(const fs::directory_entry& entry) {
    std::error_code error;
    const fs::file_type type = entry.status(error).type();
    if (type == fs::file_type::not_found || type == fs::file_type::none) {
        throw Error(ErrorCode::Io, "an entry of the folder cannot be read",
                    {entry.path().string(), "",
                     type == fs::file_type::none ? error.message() : "a link to nothing"});
    }
    return type;
}

/// Shown names in a folder, sorted by bytes.
struct Listing {
    std::vector<std::string> files;
    std::vector<std::string> folders;
};

Listing listingOf(const fs::path& folder) {
    Listing found;
    try {
        for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
            std::string name = entry.path().filename().string();
            if (!isShown(name)) {
                continue;
            }
            const fs::file_type type = typeOf(entry);
            if (type == fs::file_type::regular) {
                found.files.push_back(std::move(name));
            } else if (type == fs::file_type::directory) {
                found.folders.push_back(std::move(name));
            }
        }
    } catch (const fs::filesystem_error& error) {
        throw Error(ErrorCode::Io, "the folder cannot be read",
                    {folder.string(), "", error.code().message()});
    }
    std::ranges::sort(found.files);
    std::ranges::sort(found.folders);
    return found;
}

/// Files that are not read, by the ending of their names ("*.gif"), or the name without one.
using Skipped = std::map<std::string, int64_t>;

std::set<std::string> readEndings() {
    std::set<std::string> all;
    for (const ImageCodec& codec : imageCodecs()) {
        all.insert(codec.endings.begin(), codec.endings.end());
    }
    return all;
}

/// Adds the images in `folder` and below it.
void addImages(const fs::path& folder, std::vector<std::string>& files, Skipped& skipped,
               int depth = 0) {
    constexpr int kMaxDepth = 16;  // a link may lead back
    static const std::set<std::string> read = readEndings();
    const Listing listing = listingOf(folder);
    for (const std::string& name : listing.files) {
        const std::string extension = lowered(fs::path(name).extension().string());
        if (read.contains(extension)) {
            files.push_back((folder / name).string());
        } else {
            ++skipped[extension.empty() ? name : "*" + extension];
        }
    }
    for (const std::string& name : listing.folders) {
        if (depth < kMaxDepth) {
            addImages(folder / name, files, skipped, depth + 1);
        }
    }
}

std::vector<ClassFolder> listClasses(const fs::path& split, Skipped& skipped) {
    std::vector<ClassFolder> classes;
    for (const std::string& name : listingOf(split).folders) {
        ClassFolder found{composedText(name), {}};
        Skipped here;
        addImages(split / name, found.files, here);
        if (found.files.empty()) {
            throw Error(
                ErrorCode::CorruptData, "a class folder holds no images",
                {(split / name).string(), fmt::format("*{}", fmt::join(readEndings(), ", *")),
                 here.empty() ? "" : "only " + here.begin()->first});
        }
        for (const auto& [extension, count] : here) {
            skipped[extension] += count;
        }
        classes.push_back(std::move(found));
    }
    if (classes.empty()) {
        throw Error(ErrorCode::NotFound, "there is no class folder",
                    {split.string(), "a folder of images for each class", ""});
    }
    return classes;
}

std::vector<std::string> classNames(const std::vector<ClassFolder>& classes) {
    std::vector<std::string> names;
    for (const ClassFolder& one : classes) {
        names.push_back(one.name);
    }
    return names;
}

/// "only in train: a, b", at most ten of them; empty where there is none.
std::string onlyIn(const std::string& where, const std::vector<std::string>& names,
                   const std::vector<std::string>& others) {
    const std::set<std::string> known(others.begin(), others.end());
    std::vector<std::string> rest;
    std::ranges::copy_if(names, std::back_inserter(rest),
                         [&](const std::string& name) { return !known.contains(name); });
    if (rest.empty()) {
        return "";
    }
    const size_t shown = std::min<size_t>(rest.size(), 10);
    const auto end = rest.begin() + static_cast<std::ptrdiff_t>(shown);
    const std::string text =
        fmt::format("only in {}: {}", where, fmt::join(rest.begin(), end, ", "));
    return shown < rest.size() ? text + fmt::format(" and {} more", rest.size() - shown) : text;
}

void checkSameClasses(const std::string& place, const std::string& what,
                      const std::pair<std::string, std::vector<std::string>>& a,
                      const std::pair<std::string, std::vector<std::string>>& b) {
    const std::string first = onlyIn(a.first, a.second, b.second);
    const std::string second = onlyIn(b.first, b.second, a.second);
    if (!first.empty() || !second.empty()) {
        throw Error(ErrorCode::Mismatch, what,
                    {place, "", first + (first.empty() || second.empty() ? "" : "; ") + second});
    }
}

/// The first sub-folder whose name is one of `names`, in any case of letters.
std::string splitFolder(const fs::path& root, const std::set<std::string>& names) {
    for (const std::string& name : listingOf(root).folders) {
        if (names.contains(lowered(name))) {
            return name;
        }
    }
    return "";
}

bool hasFolders(const fs::path& folder) {
    return !listingOf(folder).folders.empty();
}

/// test, or val where test has no classes.
std::string testFolder(const fs::path& root, std::vector<std::string>& notes) {
    const std::string test = splitFolder(root, kTestNames);
    const std::string val = splitFolder(root, kValNames);
    if (!test.empty() && !val.empty() && !hasFolders(root / test) && hasFolders(root / val)) {
        notes.push_back(
            fmt::format("{}/ has no folders of classes: {}/ is taken as test", test, val));
        return val;
    }
    return test.empty() ? val : test;
}

std::vector<std::string> classLines(const std::string& path) {
    constexpr uint64_t kMaxBytes = 16 << 20;
    const std::vector<uint8_t> bytes = readFile(path, kMaxBytes);
    std::istringstream in(std::string(bytes.begin(), bytes.end()));
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        line.erase(line.find_last_not_of(" \t\r") + 1);
        if (!line.empty()) {
            lines.push_back(composedText(line));
        }
    }
    return lines;
}

void sortLike(const std::vector<std::string>& order, std::vector<ClassFolder>& classes) {
    std::map<std::string, size_t> places;
    for (size_t i = 0; i < order.size(); ++i) {
        places.emplace(order[i], i);
    }
    std::ranges::sort(classes, {}, [&](const ClassFolder& one) { return places.at(one.name); });
}

void noteSkipped(const Skipped& skipped, std::vector<std::string>& notes) {
    constexpr size_t kShown = 8;
    std::vector<std::string> kinds;
    int64_t total = 0;
    for (const auto& [kind, count] : skipped) {
        if (kinds.size() < kShown) {
            kinds.push_back(fmt::format("{} {}", count, kind));
        }
        total += count;
    }
    if (total > 0) {
        notes.push_back(fmt::format("{} files are of no kind that is read: {}{}", total,
                                    fmt::join(kinds, ", "),
                                    skipped.size() > kShown ? " and others" : ""));
    }
}

}  // namespace

bool holdsSplit(const std::string& folder) {
    try {
        return std::ranges::any_of(
            std::array{kTrainNames, kTestNames, kValNames},
            [&](const auto& names) { return !splitFolder(folder, names).empty(); });
    } catch (const Error&) {
        return false;
    }
}

bool holdsImageFolder(const std::string& folder) {
    try {
        if (holdsSplit(folder)) {
            return true;
        }
        for (const std::string& name : listingOf(folder).folders) {
            std::vector<std::string> files;
            Skipped skipped;
            addImages(fs::path(folder) / name, files, skipped, 15);
            return !files.empty();
        }
    } catch (const Error&) {
        return false;
    }
    return false;
}

FolderLayout layoutOf(const std::string& folder, const std::string& order) {
    const fs::path root(folder);
    FolderLayout layout;
    Skipped skipped;
    const std::string train = splitFolder(root, kTrainNames);
    layout.testName = testFolder(root, layout.notes);
    if (train.empty() && layout.testName.empty()) {
        layout.testName = "test";
        layout.test = listClasses(root, skipped);
        layout.notes.push_back("no train/ and test/ here: all images are taken as test");
    } else {
        if (!layout.testName.empty()) {
            layout.test = listClasses(root / layout.testName, skipped);
        }
        if (!train.empty()) {
            layout.train = listClasses(root / train, skipped);
        }
    }
    if (!layout.train.empty() && !layout.test.empty()) {
        checkSameClasses(folder, "train and " + layout.testName + " differ in classes",
                         {"train", classNames(layout.train)},
                         {layout.testName, classNames(layout.test)});
    }
    std::vector<std::string> names = classNames(layout.test);
    std::sort(names.begin(), names.end());
    if (!order.empty()) {
        names = classLines(order);
        checkSameClasses(order, "the file does not name the classes of the folder",
                         {"the file", names}, {"the folder", classNames(layout.test)});
    }
    for (std::vector<ClassFolder>* split : {&layout.train, &layout.test}) {
        sortLike(names, *split);
    }
    noteSkipped(skipped, layout.notes);
    return layout;
}

}  // namespace secateur
