#pragma once

#include <string>
#include <vector>

namespace secateur {

/// The images of one class.
struct ClassFolder {
    std::string name;                ///< UTF-8 in composed form where it is UTF-8 (composedText)
    std::vector<std::string> files;  ///< paths, sorted
};

/// What a folder of images holds.
struct FolderLayout {
    std::vector<ClassFolder> train;  ///< empty: there is none
    std::vector<ClassFolder> test;   ///< empty: there is none
    std::string testName;            ///< of the folder that is taken as test
    std::vector<std::string> notes;  ///< lines: what was taken as what, what was left out
};

/// Whether the folder has a folder of a split (train, test, val and their kin).
bool holdsSplit(const std::string& folder);
/// Whether it has one, or class folders with images.
bool holdsImageFolder(const std::string& folder);

/// Finds the splits and classes: train (or training) and test (testing), else val (valid,
/// validation), in any case of letters; a test folder without class folders gives way to val. A
/// folder of class folders without any split is all test. Images lie within their class's folder at
/// any depth. Names with the endings of imageCodecs() (any case) count; hidden files do not, and
/// others are counted in a note. `order`: a file that names the classes, a line each, in the
/// order of their labels; empty: sorted by bytes.
/// Errors: NotFound (no class folder), CorruptData (a class without images), Mismatch (train and
/// test differ in classes; `order` names others), Io.
FolderLayout layoutOf(const std::string& folder, const std::string& order = {});

}  // namespace secateur
