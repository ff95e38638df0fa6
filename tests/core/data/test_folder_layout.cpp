#include "core/data/folder_layout.h"

#include <fstream>

#include "core/data/dataset.h"
#include "tests/core/data/fixtures.h"

namespace secateur::test {

namespace {

/// An empty file: a layout is found without reading an image.
void add(const TempFolder& folder, const std::string& name) {
    std::ofstream(folder.at(name)) << "";
}

std::vector<std::string> namesOf(const std::vector<ClassFolder>& classes) {
    std::vector<std::string> names;
    for (const ClassFolder& one : classes) {
        names.push_back(one.name + " " + std::to_string(one.files.size()));
    }
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("splits have many names", "[layout]") {
    for (const std::string train : {"train", "Train", "training"}) {
        for (const std::string test : {"test", "Test", "val", "valid", "Validation"}) {
            const TempFolder folder;
            add(folder, train + "/a/1.png");
            add(folder, test + "/a/1.png");
            add(folder, test + "/a/2.JPEG");
            REQUIRE(holdsImageFolder(folder.path()));
            const FolderLayout layout = layoutOf(folder.path());
            CHECK(namesOf(layout.train) == Names{"a 1"});
            CHECK(namesOf(layout.test) == Names{"a 2"});
            CHECK(layout.testName == test);
            CHECK(layout.notes.empty());
        }
    }
}

TEST_CASE("a folder of classes, or a split by itself, is all test", "[layout]") {
    const TempFolder folder;
    add(folder, "cat/1.png");
    add(folder, "dog/deeper/still/1.jpg");
    add(folder, "dog/2.jpg");
    REQUIRE(holdsImageFolder(folder.path()));
    const FolderLayout layout = layoutOf(folder.path());
    CHECK(layout.train.empty());
    CHECK(namesOf(layout.test) == Names{"cat 1", "dog 2"});
    CHECK(layout.notes == Names{"no train/ and test/ here: all images are taken as test"});
}

TEST_CASE("a test folder without classes gives way to val", "[layout]") {
    const TempFolder folder;
    add(folder, "train/a/1.png");
    add(folder, "test/1.png");
    add(folder, "val/a/1.png");
    const FolderLayout layout = layoutOf(folder.path());
    CHECK(layout.testName == "val");
    CHECK(layout.notes == Names{"test/ has no folders of classes: val/ is taken as test"});
}

TEST_CASE("files of kinds that are not read are counted", "[layout]") {
    const TempFolder folder;
    for (const char* read : {"1.png", "2.webp", "3.BMP", "4.tif", "5.Tiff", "6.JPEG"}) {
        add(folder, std::string("test/a/") + read);
    }
    CHECK(layoutOf(folder.path()).notes.empty());
    for (const char* other : {"7.heic", "8.GIF", "9.gif", "notes.txt", "README", ".hidden"}) {
        add(folder, std::string("test/a/") + other);
    }
    const FolderLayout layout = layoutOf(folder.path());
    CHECK(layout.test.front().files.size() == 6);
    REQUIRE_FALSE(layout.notes.empty());
    CHECK(layout.notes.back() ==
          "5 files are of no kind that is read: 2 *.gif, 1 *.heic, 1 *.txt, 1 README");
    add(folder, "test/b/1.gif");
    checkError(ErrorCode::CorruptData, {"test/b", "only *.gif"}, [&] { layoutOf(folder.path()); });
}

TEST_CASE("class names may be composed differently in train and test", "[layout]") {
    const TempFolder folder;
    add(folder, "train/\u1100\u1161\u11ab/1.png");  // three jamo
    add(folder, "train/caf\u00e9/1.png");
    add(folder, "test/\uac04/1.png");  // the syllable of them
    add(folder, "test/cafe\u0301/1.png");
    CHECK(namesOf(layoutOf(folder.path()).test) == Names{"caf\u00e9 1", "\uac04 1"});
}

TEST_CASE("a file tells the order of the classes", "[layout]") {
    const TempFolder folder;
    add(folder, "test/a/1.png");
    add(folder, "test/b/1.png");
    const std::string order = folder.at("classes.txt");
    std::ofstream(order) << "b\r\na\n\n";
    CHECK(namesOf(layoutOf(folder.path(), order).test) == Names{"b 1", "a 1"});
    std::ofstream(order) << "b\nc\n";
    checkError(ErrorCode::Mismatch, {"only in the file: c", "only in the folder: a"},
               [&] { layoutOf(folder.path(), order); });
}

TEST_CASE("large images of several sizes are cut as for ImageNet, which is said", "[layout]") {
    const TempFolder folder;
    writePng(folder.at("test/a/1.png"), patternImage(300, 200));
    writePng(folder.at("test/a/2.png"), patternImage(200, 300));
    const ImageData data = openImageData(folder.path());
    CHECK(data.test->height() == 224);
    CHECK(data.notes == Names{"images of several sizes: resized to 256 and cropped to 224, as for "
                              "ImageNet"});
    ImageFolderOptions asked;
    asked.resize = asked.crop = 64;
    CHECK(openImageData(folder.path(), asked).test->height() == 64);
}

TEST_CASE("the constants of the normalisation can be given", "[normalisation]") {
    const TempFolder folder;
    writePng(folder.at("test/a/1.png"), patternImage(8, 8));
    const ImageData data = openImageData(folder.path());
    CHECK_FALSE(data.normalisationGiven);
    ImageFolderOptions options;
    options.normalisation = NormalisationChoice::Imagenet;
    const ImageData imagenet = openImageData(folder.path(), options);
    CHECK(imagenet.normalisationGiven);
    CHECK(imagenet.normalisation == Normalisation{{0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}});
    CHECK(imagenet.digest != data.digest);
    options.mean = "0.5, 0.25,0";
    checkError(ErrorCode::InvalidArgument, {"come together", "the mean"},
               [&] { openImageData(folder.path(), options); });
    options.std = "0.5";
    CHECK(openImageData(folder.path(), options).normalisation ==
          Normalisation{{0.5, 0.25, 0}, {0.5, 0.5, 0.5}});
    for (const char* bad : {"0.5,0.5", "a", "0"}) {
        options.std = bad;
        checkError(ErrorCode::InvalidArgument, {"standard deviation"},
                   [&] { openImageData(folder.path(), options); });
    }
}

}  // namespace secateur::test
