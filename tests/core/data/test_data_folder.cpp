#include "core/data/data_folder.h"

#include <filesystem>
#include <fstream>

#include "tests/core/data/fixtures.h"

namespace secateur::test {

namespace {

void add(const TempFolder& folder, const std::string& name) {
    std::ofstream(folder.at(name)) << "";
}

}  // namespace

TEST_CASE("the data of a folder are its own, or those of the only folder in it that has some",
          "[data_folder]") {
    const TempFolder folder;
    add(folder, "notes.txt");
    CHECK_FALSE(findData(folder.path()).kind);
    CHECK(findData(folder.path()).path == folder.path());
    CHECK_FALSE(findData(folder.at("nowhere/at all")).kind);

    add(folder, "cifar/test_batch.bin");
    CHECK(findData(folder.path()).kind == DatasetKind::Cifar10);
    CHECK(findData(folder.path()).path == folder.at("cifar"));
    add(folder, "digits/t10k-images-idx3-ubyte");
    CHECK_FALSE(findData(folder.path()).kind);  // which of the two?
    CHECK(findData(folder.at("digits")).kind == DatasetKind::Idx);
    add(folder, "digits/train/a/1.png");  // files come before folders
    CHECK(findData(folder.at("digits")).kind == DatasetKind::Idx);

    const TempFolder pictures;
    add(pictures, "a/1.png");
    CHECK(findData(pictures.path()).kind == DatasetKind::ImageFolder);
    CHECK_FALSE(isSurelyData(pictures.path()));  // anybody's pictures
    add(pictures, "VAL/a/1.png");
    CHECK(isSurelyData(pictures.path()));
}

TEST_CASE("images near a network are found: beside it, or beside its folder", "[data_folder]") {
    const TempFolder project;
    add(project, "models/runs/net.pth");
    const std::string network = project.at("models/runs/net.pth");
    CHECK(dataNear(network).empty());
    add(project, "pictures/cat/1.png");  // without a split they may be anything
    add(project, ".cache/test_batch.bin");
    CHECK(dataNear(project.at("models/net.pth")).empty());
    add(project, "b/train/cat/1.png");
    add(project, "a/data_batch_1");
    CHECK(dataNear(project.at("models/net.pth")) == project.at("a"));
    CHECK(dataNear(network).empty());  // two folders away
    add(project, "models/z/t10k-images-idx3-ubyte.gz");
    CHECK(dataNear(network) == project.at("models/z"));
    CHECK(dataNear(project.at("models/net.pth")) == project.at("models/z"));  // beside comes first
    CHECK(dataNear("/no/such/net.pth").empty());
}

}  // namespace secateur::test
