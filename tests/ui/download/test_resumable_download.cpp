#include <QElapsedTimer>
#include <QFile>
#include <QNetworkProxyFactory>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/ui_catch.h"
#include "tests/ui/download/http_server.h"
#include "ui/download/resumable_download.h"

using namespace secateur;
using secateur::test::HttpFault;
using secateur::test::HttpServer;

namespace {

constexpr int kPatienceMs = 10'000;

QByteArray madeUp(int size) {
    QByteArray bytes(size, '\0');
    uint32_t state = 1;
    for (char& byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = static_cast<char>(state >> 24);
    }
    return bytes;
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

/// A server with 100,000 bytes and a download of them into a folder of its own.
struct Fixture {
    Fixture() {
        QNetworkProxyFactory::setUseSystemConfiguration(false);
        server.body = madeUp(100'000);
        source.url = server.url();
        source.checksum = QCryptographicHash::hash(server.body, QCryptographicHash::Md5).toHex();
        limits.retryDelay = std::chrono::milliseconds(5);
        limits.stall = std::chrono::milliseconds(2000);
    }

    void start() { download.start(source, path, limits); }
    /// Runs it to its end; what it said when it failed, "" if it did not.
    QString run() {
        start();
        return wait();
    }
    QString wait() {
        QElapsedTimer clock;
        clock.start();
        while (download.running() && clock.elapsed() < kPatienceMs) {
            QTest::qWait(2);
        }
        REQUIRE_FALSE(download.running());
        REQUIRE(finished.size() + failed.size() + cancelled.size() == 1);
        const QString message = failed.isEmpty() ? QString() : failed[0][0].toString();
        ended = {static_cast<int>(finished.size()), static_cast<int>(cancelled.size())};
        finished.clear();
        failed.clear();
        cancelled.clear();
        return message;
    }
    QString part() const { return path + ".part"; }

    HttpServer server;
    QTemporaryDir folder;
    QString path = folder.filePath("data/file.tar.gz");
    DownloadSource source;
    DownloadLimits limits;
    ResumableDownload download;
    QSignalSpy finished{&download, &ResumableDownload::finished};
    QSignalSpy failed{&download, &ResumableDownload::failed};
    QSignalSpy cancelled{&download, &ResumableDownload::cancelled};
    struct {
        int finished = 0;
        int cancelled = 0;
    } ended;
};

/// Lets it run until some of the file is there, then cancels.
void cancelMidway(Fixture& f) {
    f.server.faults = {HttpFault{.slowMs = 2}};
    f.start();
    QElapsedTimer clock;
    clock.start();
    while (QFile(f.part()).size() < 20'000 && clock.elapsed() < kPatienceMs) {
        QTest::qWait(1);
    }
    f.download.cancel();
    CHECK(f.wait().isEmpty());
    REQUIRE(f.ended.cancelled == 1);
}

}  // namespace

TEST_CASE("a file arrives whole, with its name, and nothing is left beside it", "[download]") {
    Fixture f;
    QSignalSpy progress(&f.download, &ResumableDownload::progress);
    CHECK(f.run().isEmpty());
    CHECK(f.ended.finished == 1);
    CHECK(contentOf(f.path) == f.server.body);
    CHECK(QDir(f.folder.filePath("data")).entryList(QDir::Files | QDir::Hidden) ==
          QStringList{"file.tar.gz"});
    CHECK(f.server.requests.size() == 1);
    CHECK(f.server.range(0).isEmpty());
    CHECK_FALSE(progress.isEmpty());
}

TEST_CASE("a file that is there with the right checksum is not fetched again", "[download]") {
    Fixture f;
    CHECK(f.run().isEmpty());
    CHECK(f.run().isEmpty());
    CHECK(f.ended.finished == 1);
    CHECK(f.server.requests.size() == 1);

    QFile file(f.path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("damaged");
    file.close();
    CHECK(f.run().isEmpty());
    CHECK(f.server.requests.size() == 2);
    CHECK(contentOf(f.path) == f.server.body);
}

TEST_CASE("after a cut the download goes on where it was", "[download]") {
    Fixture f;
    f.server.faults = {HttpFault{.cutAfter = 30'000}, HttpFault{.cutAfter = 20'000}};
    CHECK(f.run().isEmpty());
    CHECK(contentOf(f.path) == f.server.body);
    REQUIRE(f.server.requests.size() == 3);
    CHECK(f.server.range(1) == "bytes=30000-");
    CHECK(f.server.requests[1].headers["if-range"] == "\"v1\"");
    CHECK(f.server.range(2) == "bytes=50000-");
}

TEST_CASE("a date serves where there is no strong ETag, and without either it starts again",
          "[download]") {
    Fixture f;
    f.server.faults = {HttpFault{.cutAfter = 30'000}};
    SECTION("a weak ETag and a date") {
        f.server.etag = "W/\"v1\"";
        f.server.lastModified = "Thu, 04 Jun 2009 20:42:00 GMT";
        f.limits.retries = 0;
        CHECK(f.run().contains("30.0 kB have arrived and are kept"));
        CHECK(f.run().isEmpty());
        CHECK(f.server.requests[1].headers["if-range"] == f.server.lastModified);
        CHECK(f.server.range(1) == "bytes=30000-");
    }
    SECTION("neither") {
        f.server.etag.clear();
        f.limits.retries = 0;
        CHECK_FALSE(f.run().contains("are kept"));
        CHECK(f.run().isEmpty());
        CHECK(f.server.range(1).isEmpty());
    }
    CHECK(contentOf(f.path) == f.server.body);
}

TEST_CASE("cancel keeps the part, and a new object goes on", "[download]") {
    Fixture f;
    cancelMidway(f);
    const qint64 kept = QFile(f.part()).size();
    CHECK(kept >= 20'000);
    CHECK(kept < 100'000);
    CHECK_FALSE(QFile::exists(f.path));

    ResumableDownload another;
    QSignalSpy finished(&another, &ResumableDownload::finished);
    another.start(f.source, f.path, f.limits);
    REQUIRE(finished.wait(kPatienceMs));
    CHECK(f.server.range(1) == "bytes=" + QByteArray::number(kept) + "-");
    CHECK(contentOf(f.path) == f.server.body);
}

TEST_CASE("a file that changed on the server starts again", "[download]") {
    Fixture f;
    cancelMidway(f);
    f.server.etag = "\"v2\"";
    f.server.body = madeUp(90'000).toHex();
    f.source.checksum = QCryptographicHash::hash(f.server.body, QCryptographicHash::Md5).toHex();
    SECTION("the server heeds If-Range") {
        CHECK(f.run().isEmpty());
        CHECK(f.server.requests.size() == 2);
    }
    SECTION("the part is as long as the new file, or longer") {
        f.server.body.truncate(10'000);
        f.source.checksum =
            QCryptographicHash::hash(f.server.body, QCryptographicHash::Md5).toHex();
        CHECK(f.run().isEmpty());
    }
    CHECK(contentOf(f.path) == f.server.body);
}

TEST_CASE("another URL does not go on with the part of the first", "[download]") {
    Fixture f;
    cancelMidway(f);
    f.source.url = f.server.url("/other.tar.gz");
    CHECK(f.run().isEmpty());
    CHECK(f.server.range(1).isEmpty());
    CHECK(contentOf(f.path) == f.server.body);
}

TEST_CASE("a part that holds all of it is checked and done", "[download]") {
    Fixture f;
    cancelMidway(f);
    QFile part(f.part());
    REQUIRE(part.open(QIODevice::WriteOnly));
    part.write(f.server.body);
    part.close();
    CHECK(f.run().isEmpty());
    CHECK(f.server.range(1) == "bytes=100000-");
    CHECK(contentOf(f.path) == f.server.body);
}

TEST_CASE("a server without ranges, or with the wrong one, is no obstacle", "[download]") {
    Fixture f;
    SECTION("no ranges") {
        f.server.ranges = false;
        f.server.faults = {HttpFault{.cutAfter = 30'000}};
        CHECK(f.run().isEmpty());
        CHECK(f.server.requests.size() == 2);
    }
    SECTION("another part than asked for") {
        f.server.faults = {HttpFault{.cutAfter = 30'000}, HttpFault{.wrongStart = 7}};
        CHECK(f.run().isEmpty());
        CHECK(f.server.requests.size() == 3);
        CHECK(f.server.range(2).isEmpty());
    }
    CHECK(contentOf(f.path) == f.server.body);
}

TEST_CASE("a wrong checksum says expected and got, and removes the part", "[download]") {
    Fixture f;
    const QByteArray got = f.source.checksum;
    f.source.checksum = "c32a1d4ab5d03f1284b67883e8d87530";
    const QString message = f.run();
    CHECK(message.contains("expected c32a1d4ab5d03f1284b67883e8d87530"));
    CHECK(message.contains("got " + got));
    CHECK_FALSE(QFile::exists(f.part()));
    CHECK_FALSE(QFile::exists(f.part() + ".json"));
    CHECK_FALSE(QFile::exists(f.path));
}

TEST_CASE("SHA-256 serves as well", "[download]") {
    Fixture f;
    f.source.algorithm = QCryptographicHash::Sha256;
    f.source.checksum =
        QCryptographicHash::hash(f.server.body, QCryptographicHash::Sha256).toHex().toUpper();
    CHECK(f.run().isEmpty());
}

TEST_CASE("what the server refuses for good fails at once", "[download]") {
    Fixture f;
    f.server.faults = {HttpFault{.status = 404}};
    CHECK(f.run().contains("the server answered 404 Said"));
    CHECK(f.server.requests.size() == 1);
}

TEST_CASE("what may pass is tried again, so many times", "[download]") {
    Fixture f;
    f.limits.retries = 2;
    SECTION("and it passes") {
        f.server.faults = {HttpFault{.status = 500}, HttpFault{.status = 503}};
        CHECK(f.run().isEmpty());
        CHECK(f.server.requests.size() == 3);
    }
    SECTION("and it does not") {
        f.server.faults = QList<HttpFault>(9, HttpFault{.status = 500});
        CHECK(f.run().contains("the server answered 500"));
        CHECK(f.server.requests.size() == 3);
    }
    SECTION("getting on begins the count anew") {
        f.server.faults = QList<HttpFault>(6, HttpFault{.cutAfter = 10'000});
        CHECK(f.run().isEmpty());
        CHECK(f.server.requests.size() == 7);
    }
    SECTION("a file shorter than announced is never taken for whole") {
        f.server.faults = QList<HttpFault>(9, HttpFault{.announce = 100'001});
        f.server.ranges = false;
        CHECK(f.run().contains("download failed"));
        CHECK_FALSE(QFile::exists(f.path));
    }
}

TEST_CASE("redirects are followed, with the range, but not for ever", "[download]") {
    Fixture f;
    SECTION("one") {
        f.source.url = f.server.url("/redirect/file.tar.gz");
        f.server.faults = {HttpFault{.cutAfter = 30'000}};
        CHECK(f.run().isEmpty());
        REQUIRE(f.server.requests.size() == 4);
        CHECK(f.server.range(3) == "bytes=30000-");
        CHECK(contentOf(f.path) == f.server.body);
    }
    SECTION("many") {
        f.source.url = f.server.url(QString("/redirect").repeated(20) + "/file.tar.gz");
        CHECK_FALSE(f.run().isEmpty());
        CHECK(f.server.requests.size() <= 7);
    }
}

TEST_CASE("a server that falls silent counts as broken", "[download]") {
    Fixture f;
    f.limits.stall = std::chrono::milliseconds(100);
    f.server.faults = {HttpFault{.silent = true}};
    CHECK(f.run().isEmpty());
    CHECK(f.server.requests.size() == 2);
}

TEST_CASE("size and room are looked at before anything is written", "[download]") {
    Fixture f;
    SECTION("another size than known") {
        f.source.bytes = 99'999;
        const QString message = f.run();
        CHECK(message.contains("expected 99999 bytes"));
        CHECK(message.contains("got 100000 bytes"));
    }
    SECTION("more than allowed") {
        f.limits.mostBytes = 50'000;
        CHECK(f.run().contains("too large"));
    }
    SECTION("more than allowed, unannounced") {
        f.limits.mostBytes = 50'000;
        f.server.faults = {HttpFault{.announce = 0}};
        CHECK_FALSE(f.run().isEmpty());
    }
    SECTION("a full disk") {
        f.source.bytes = 100'000;
        f.limits.spareBytes = 1'000'000;
        f.limits.freeBytes = [](const QString&) { return qint64{500'000}; };
        const QString message = f.run();
        CHECK(message.contains("not enough free space"));
        CHECK(message.contains("expected 1.1 MB, got 500.0 kB"));
        CHECK(f.server.requests.isEmpty());
    }
    CHECK_FALSE(QFile::exists(f.path));
    CHECK(QFile(f.part()).size() == 0);
}

TEST_CASE("a folder that cannot be made is said", "[download]") {
    Fixture f;
    QFile file(f.folder.filePath("file"));
    REQUIRE(file.open(QIODevice::WriteOnly));
    f.path = f.folder.filePath("file/below/file.tar.gz");
    CHECK(f.run().contains("the folder cannot be made"));
    CHECK(f.server.requests.isEmpty());
}

TEST_CASE("a part that cannot be written fails the download", "[download]") {
    Fixture f;
    if (!QFile::exists("/dev/full")) {
        return;
    }
    REQUIRE(QDir().mkpath(f.folder.filePath("data")));
    REQUIRE(QFile::link("/dev/full", f.part()));
    CHECK(f.run().contains("cannot be written"));
}

TEST_CASE("two programs do not write one file", "[download]") {
    Fixture f;
    f.server.faults = {HttpFault{.slowMs = 2}};
    f.start();
    QElapsedTimer clock;
    clock.start();
    while (!QFile::exists(f.part()) && clock.elapsed() < kPatienceMs) {
        QTest::qWait(1);
    }
    ResumableDownload second;
    QSignalSpy failed(&second, &ResumableDownload::failed);
    second.start(f.source, f.path, f.limits);
    REQUIRE(failed.wait(kPatienceMs));
    CHECK(failed[0][0].toString().contains("another program"));
    CHECK(f.wait().isEmpty());
    CHECK(contentOf(f.path) == f.server.body);
}
