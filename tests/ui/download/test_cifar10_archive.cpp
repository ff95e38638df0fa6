#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <algorithm>

#include "core/base/error.h"
#include "tests/support/ui_catch.h"
#include "tests/ui/download/made_up_archive.h"

using namespace secateur;
using namespace secateur::test;

namespace {

struct Fixture {
    QTemporaryDir root;
    QString archive = root.filePath("archive.tar.gz");
    QString folder = root.filePath("data/cifar-10-batches-bin");
    QList<ArchiveEntry> entries = madeUpEntries();
    std::stop_source stop;

    std::string extract() {
        RunContext context;
        context.stop = stop.get_token();
        return extractCifar10(archive.toStdString(), folder.toStdString(), context, smallLayout());
    }
    /// Writes the entries and gives what extracting them fails with.
    std::string failure() {
        writeArchive(archive, entries);
        return failureOfFile();
    }
    std::string failureOfFile() {
        try {
            extract();
        } catch (const Error& error) {
            return error.what();
        }
        return "no failure";
    }
    /// Neither the folder nor anything half-made is there.
    bool nothingLeft() const {
        return QDir(root.filePath("data"))
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
            .isEmpty();
    }
};

/// Whether `text` has each of the parts.
bool says(const std::string& text, const std::vector<std::string>& parts) {
    UNSCOPED_INFO(text);
    return std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
        return text.find(part) != std::string::npos;
    });
}

}  // namespace

TEST_CASE("the files of CIFAR-10 are unpacked", "[cifar10]") {
    Fixture f;
    writeArchive(f.archive, f.entries);
    CHECK_FALSE(cifar10Complete(f.folder.toStdString(), smallLayout()));
    CHECK(f.extract() == f.folder.toStdString());
    CHECK(cifar10Complete(f.folder.toStdString(), smallLayout()));
    CHECK(QDir(f.folder).entryList(QDir::Files) ==
          QStringList{"batches.meta.txt", "data_batch_1.bin", "data_batch_2.bin",
                      "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "readme.html",
                      "test_batch.bin"});
    QFile batch(f.folder + "/data_batch_4.bin");
    REQUIRE(batch.open(QIODevice::ReadOnly));
    CHECK(batch.readAll() == QByteArray(3073, 4));
    CHECK(QDir(f.root.filePath("data")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size() ==
          1);
}

TEST_CASE("the real layout is that of 10,000 records a batch", "[cifar10]") {
    CHECK(Cifar10Layout{}.batchBytes == 10'000 * (1 + 3 * 32 * 32));
    CHECK(Cifar10Layout{}.totalBytes() == 184'380'000);
}

TEST_CASE("strangers are passed over, and no name leads out of the folder", "[cifar10]") {
    Fixture f;
    f.entries << ArchiveEntry{"cifar-10-batches-bin/notes.txt", "hello"}
              << ArchiveEntry{"../../stranger.bin", "x"} << ArchiveEntry{"link", "", "/etc/passwd"};
    f.entries[2].name = "../../data_batch_3.bin";
    writeArchive(f.archive, f.entries);
    f.extract();
    CHECK(QDir(f.folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size() == 8);
    CHECK(QFile::exists(f.folder + "/data_batch_3.bin"));
    CHECK(QDir(f.root.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot) ==
          QStringList{"archive.tar.gz", "data"});
}

TEST_CASE("an archive that is not CIFAR-10 is refused and leaves nothing", "[cifar10]") {
    Fixture f;
    SECTION("a link in place of a batch") {
        f.entries[2] = {"cifar-10-batches-bin/data_batch_3.bin", "", "/etc/passwd"};
        CHECK(says(f.failure(), {"lacks a file", "expected data_batch_3.bin"}));
    }
    SECTION("a missing batch") {
        f.entries.removeAt(5);
        CHECK(says(f.failure(), {"lacks a file", "expected test_batch.bin"}));
    }
    SECTION("no class names") {
        f.entries.removeAt(6);
        CHECK(says(f.failure(), {"expected batches.meta.txt"}));
    }
    SECTION("a batch twice") {
        f.entries << f.entries[0];
        CHECK(says(f.failure(), {"a file twice", "data_batch_1.bin"}));
    }
    SECTION("a batch of another size") {
        f.entries[3].content.chop(1);
        CHECK(says(f.failure(), {"expected 3073 bytes", "data_batch_4.bin of 3072 bytes"}));
    }
    SECTION("a text that is no text") {
        f.entries[6].content = QByteArray(101, 'x');
        CHECK(says(f.failure(), {"100 bytes at most"}));
    }
    SECTION("another kind of file") {
        QFile file(f.archive);
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write("<html>Not found</html>");
        file.close();
        CHECK(says(f.failureOfFile(), {"the archive is damaged"}));
    }
    SECTION("no file") {
        CHECK(says(f.failureOfFile(), {"no such archive"}));
    }
    CHECK(f.nothingLeft());
}

TEST_CASE("an archive cut anywhere is refused and leaves nothing", "[cifar10]") {
    Fixture f;
    uint32_t state = 1;  // content that does not compress, so that cuts fall into every file
    for (ArchiveEntry& entry : f.entries) {
        for (char& byte : entry.content) {
            state = state * 1664525 + 1013904223;
            byte = static_cast<char>(state >> 24);
        }
    }
    writeArchive(f.archive, f.entries);
    const qint64 size = QFile(f.archive).size();
    REQUIRE(size > 18'000);
    for (const qint64 keep : {size * 9 / 10, size / 2, size / 4, qint64{20}, qint64{0}}) {
        REQUIRE(QFile::resize(f.archive, keep));
        INFO("cut at " << keep);
        CHECK(f.failureOfFile() != "no failure");
        CHECK(f.nothingLeft());
    }
}

TEST_CASE("cancelling leaves nothing", "[cifar10]") {
    Fixture f;
    writeArchive(f.archive, f.entries);
    f.stop.request_stop();
    CHECK_THROWS_AS(f.extract(), Cancelled);
    CHECK(f.nothingLeft());
}

TEST_CASE("what is in the folder is never overwritten", "[cifar10]") {
    Fixture f;
    REQUIRE(QDir().mkpath(f.folder));
    writeArchive(f.archive, f.entries);
    SECTION("an empty folder is taken") {
        f.extract();
        CHECK(cifar10Complete(f.folder.toStdString(), smallLayout()));
    }
    SECTION("other files stay") {
        QFile file(f.folder + "/mine.txt");
        REQUIRE(file.open(QIODevice::WriteOnly));
        CHECK(says(f.failureOfFile(), {"holds other files; move it away"}));
        CHECK(QDir(f.folder).entryList(QDir::Files) == QStringList{"mine.txt"});
    }
    SECTION("a complete folder is left as it is, without the archive") {
        f.extract();
        REQUIRE(QFile::remove(f.archive));
        CHECK(f.extract() == f.folder.toStdString());
    }
}

TEST_CASE("a folder that cannot be made is an error of the system", "[cifar10]") {
    Fixture f;
    f.folder = f.archive + "/data/below";
    writeArchive(f.archive, f.entries);
    CHECK(says(f.failureOfFile(), {"the folder cannot be made"}));
}
