#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "core/base/file.h"
#include "tests/support/io_support.h"
#include "tests/support/not_tested.h"

using namespace secateur;
using namespace secateur::test;

TEST_CASE("a written file is read back, and nothing is left beside it", "[io][file]") {
    const TemporaryFolder folder;
    const std::string path = folder.file("data.bin");
    const std::vector<uint8_t> bytes{0, 1, 2, 255, 10, 13};
    writeFile(path, bytes.data(), bytes.size());
    CHECK(readFile(path) == bytes);
    CHECK(readFileStart(path, 3) == std::vector<uint8_t>{0, 1, 2});
    CHECK(readFileStart(path, 100) == bytes);

    writeFile(path, nullptr, 0);
    CHECK(readFile(path).empty());
    const auto entries = std::filesystem::directory_iterator(folder.path());
    CHECK(std::distance(begin(entries), end(entries)) == 1);
}

TEST_CASE("a file keeps its permissions when it is replaced", "[io][file]") {
    const TemporaryFolder folder;
    const std::string path = folder.file("data.bin");
    writeFile(path, "a", 1);
    std::filesystem::permissions(path, std::filesystem::perms(0640));
    writeFile(path, "b", 1);
    CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms(0640));
}

TEST_CASE("what cannot be read or written is named", "[io][file]") {
    const TemporaryFolder folder;
    const Error missing = errorOf([&] { readFile(folder.file("absent.bin")); });
    CHECK(missing.code() == ErrorCode::NotFound);
    CHECK(std::string(missing.what()).find("absent.bin") != std::string::npos);
    CHECK(errorOf([&] { readFile(folder.path()); }).code() == ErrorCode::Io);
    CHECK(errorOf([&] { writeFile(folder.file("no/such/folder"), "a", 1); }).code() ==
          ErrorCode::Io);
}

TEST_CASE("a device is not replaced by a file", "[io][file]") {
    const TemporaryFolder folder;
    const std::string pipe = folder.file("pipe");  // stands for /dev/null, which root could lose
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(errorOf([&] { writeFile(pipe, "abc", 3); }).code() == ErrorCode::Io);
    CHECK(std::filesystem::is_fifo(pipe));
}

TEST_CASE("pipes and devices are no input, and nobody waits for them", "[io][file]") {
    const TemporaryFolder folder;
    const std::string pipe = folder.file("pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    for (const std::string& path : {pipe, std::string("/dev/zero"), folder.path()}) {
        for (const Error& error :
             {errorOf([&] { readFile(path); }), errorOf([&] { readFileStart(path, 4); })}) {
            CHECK(error.code() == ErrorCode::Io);
            CHECK(error.context().where == path);
            CHECK(error.context().got == "not a regular file");
        }
    }
}

TEST_CASE("a file that is too long is refused before it is read", "[io][file]") {
    const TemporaryFolder folder;
    writeFile(folder.file("data.bin"), "12345", 5);
    CHECK(readFile(folder.file("data.bin"), 5).size() == 5);
    CHECK(errorOf([&] { readFile(folder.file("data.bin"), 4); }).code() == ErrorCode::CorruptData);
}

TEST_CASE("what killed processes left is removed, what lives is not", "[io][file]") {
    const TemporaryFolder folder;
    const auto make = [&](const std::string& name) {
        std::ofstream(folder.file(name)) << "half a network";
        return folder.file(name);
    };
    const std::string dead = make(".secateur-Ab3xYz");
    const std::string alive = make(".secateur-q7Q7q7");
    const std::vector<std::string> others{make(".secateur-notes"), make("secateur-Ab3xYz"),
                                          make(".secateur-Ab3xYz.txt"), make("a.Ab3xYz")};
    const FileDescriptor owner(::open(alive.c_str(), O_RDONLY | O_CLOEXEC));
    REQUIRE(::flock(owner.get(), LOCK_EX | LOCK_NB) == 0);

    writeFile(folder.file("net.bin"), "a", 1);
    CHECK_FALSE(std::filesystem::exists(dead));
    CHECK(std::filesystem::exists(alive));
    for (const std::string& other : others) {
        CHECK(std::filesystem::exists(other));
    }
}

TEST_CASE("a full disk leaves the old file alone", "[io][file][peer]") {
    if (!std::filesystem::exists("/dev/full")) {
        notTested("/dev/full is not there");
        return;
    }
    // The temporary file is made beside the target, so /dev is refused or full, never written.
    const Error error = errorOf([] { writeFile("/dev/full/x", "a", 1); });
    CHECK(error.code() == ErrorCode::Io);
}

TEST_CASE("gzip sizes are those of gzip", "[io][file]") {
    // head -c 100000 /dev/zero | gzip -n | wc -c, with zlib's deflate: Python's gzip.compress.
    const std::vector<uint8_t> zeros(100000, 0);
    CHECK(gzipSize(zeros.data(), zeros.size()) == 132);
    CHECK(gzipSize(nullptr, 0) == 20);
}
