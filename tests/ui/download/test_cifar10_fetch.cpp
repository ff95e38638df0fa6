#include <QDir>
#include <QFile>
#include <QNetworkProxyFactory>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <thread>

#include "tests/support/ui_catch.h"
#include "tests/ui/download/http_server.h"
#include "tests/ui/download/made_up_archive.h"
#include "ui/download/cifar10_fetch.h"

using namespace secateur;
using namespace secateur::test;

namespace {

constexpr int kPatienceMs = 10'000;

/// A server with a small archive, and a fetch of it into a folder of its own.
struct Fixture {
    Fixture() {
        QNetworkProxyFactory::setUseSystemConfiguration(false);
        serve(madeUpEntries());
        source.url = server.url("/cifar-10-binary.tar.gz");
        source.layout = smallLayout();
        source.retryDelay = std::chrono::milliseconds(5);
        source.folder = root.filePath("secateur/cifar-10-batches-bin");
    }
    void serve(const QList<ArchiveEntry>& entries) {
        const QString path = root.filePath("made-up.tar.gz");
        writeArchive(path, entries);
        QFile file(path);
        REQUIRE(file.open(QIODevice::ReadOnly));
        server.body = file.readAll();
        source.bytes = server.body.size();
        source.md5 = QCryptographicHash::hash(server.body, QCryptographicHash::Md5).toHex();
    }
    /// Runs one to its end; what it said when it failed, "" if it did not.
    QString run() {
        Cifar10Fetch fetch(jobs, source);
        QSignalSpy ready(&fetch, &Cifar10Fetch::ready);
        QSignalSpy failed(&fetch, &Cifar10Fetch::failed);
        fetch.start();
        REQUIRE(QTest::qWaitFor([&] { return ready.size() + failed.size() > 0; }, kPatienceMs));
        CHECK(ready.size() + failed.size() == 1);
        CHECK_FALSE(fetch.running());
        return failed.isEmpty() ? QString() : failed[0][0].toString();
    }
    QString archive() const { return root.filePath("secateur/cifar-10-binary.tar.gz"); }
    /// What is beside the folder, the archive's temporary file included.
    QStringList beside() const {
        return QDir(root.filePath("secateur"))
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

    QTemporaryDir root;
    HttpServer server;
    Cifar10Source source;
    JobManager jobs;
};

}  // namespace

TEST_CASE("CIFAR-10 comes from its home page with the checksum published there", "[cifar10]") {
    const Cifar10Source source = cifar10Source();
    CHECK(source.url == QUrl("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"));
    CHECK(source.md5 == "c32a1d4ab5d03f1284b67883e8d87530");
    CHECK(source.bytes == 170'052'171);
    CHECK(source.folder.endsWith("/cifar-10-batches-bin"));
}

TEST_CASE("from the server to a folder that is ready", "[cifar10]") {
    Fixture f;
    SECTION("at once") {}
    SECTION("led on by the server") {
        f.source.url = f.server.url("/redirect/cifar-10-binary.tar.gz");
    }
    SECTION("after a cut, from the beginning") {
        f.server.faults = {HttpFault{.cutAfter = 100}, HttpFault{.status = 503}};
    }
    SECTION("after silence") {
        f.source.stall = std::chrono::milliseconds(100);
        f.server.faults = {HttpFault{.silent = true}};
    }
    Cifar10Fetch fetch(f.jobs, f.source);
    QSignalSpy ready(&fetch, &Cifar10Fetch::ready);
    QSignalSpy progress(&fetch, &Cifar10Fetch::progress);
    CHECK_FALSE(fetch.available());
    fetch.start();
    CHECK(fetch.running());
    fetch.start();  // is running already: nothing
    REQUIRE(ready.wait(kPatienceMs));
    CHECK(ready[0][0].toString() == f.source.folder);
    CHECK(fetch.available());
    CHECK_FALSE(fetch.running());
    CHECK(QFile(f.source.folder + "/test_batch.bin").size() == 3073);
    CHECK(f.beside() == QStringList{"cifar-10-batches-bin"});
    CHECK_FALSE(progress.isEmpty());

    const int requests = f.server.requests;
    fetch.start();
    REQUIRE(ready.wait(kPatienceMs));
    CHECK(f.server.requests == requests);
}

TEST_CASE("what the server refuses for good fails at once", "[cifar10]") {
    Fixture f;
    f.server.faults = {HttpFault{.status = 404}};
    CHECK(f.run().contains("the server answered 404 Said"));
    CHECK(f.server.requests == 1);
    CHECK(f.beside().isEmpty());
}

TEST_CASE("what may pass is tried so many times", "[cifar10]") {
    Fixture f;
    f.source.tries = 3;
    f.server.faults = QList<HttpFault>(9, HttpFault{.cutAfter = 100});
    CHECK(f.run().contains("download failed"));
    CHECK(f.server.requests == 3);
    CHECK(f.beside().isEmpty());
}

TEST_CASE("a wrong checksum says expected and got, and nothing is kept", "[cifar10]") {
    Fixture f;
    const QByteArray got = f.source.md5;
    f.source.md5 = "c32a1d4ab5d03f1284b67883e8d87530";
    const QString message = f.run();
    CHECK(message.contains("expected c32a1d4ab5d03f1284b67883e8d87530"));
    CHECK(message.contains("got " + got));
    CHECK(f.beside().isEmpty());
}

TEST_CASE("a file of another size is refused", "[cifar10]") {
    Fixture f;
    SECTION("announced") {
        f.source.bytes += 1;
    }
    SECTION("sent without saying so") {
        f.source.bytes -= 1;
        f.server.faults = {HttpFault{.announce = 0}};
    }
    CHECK_FALSE(f.run().isEmpty());
    CHECK(f.beside().isEmpty());
}

TEST_CASE("a folder that cannot be made is said", "[cifar10]") {
    Fixture f;
    f.source.folder = f.root.filePath("made-up.tar.gz/below/cifar-10-batches-bin");
    CHECK(f.run().contains("cannot be written"));
    CHECK(f.server.requests == 0);
}

TEST_CASE("an archive that was fetched but not unpacked is not fetched again", "[cifar10]") {
    Fixture f;
    SECTION("sound: unpacked") {
        REQUIRE(QDir().mkpath(f.root.filePath("secateur")));
        REQUIRE(QFile::copy(f.root.filePath("made-up.tar.gz"), f.archive()));
        CHECK(f.run().isEmpty());
        CHECK(f.server.requests == 0);
    }
    SECTION("lacking a file: kept once, so that a full disk costs no second download") {
        QList<ArchiveEntry> entries = madeUpEntries();
        entries.removeAt(0);
        f.serve(entries);
        CHECK(f.run().contains("data_batch_1.bin"));
        CHECK(f.beside() == QStringList{"cifar-10-binary.tar.gz"});
        CHECK(f.run().contains("data_batch_1.bin"));
        CHECK(f.server.requests == 1);
        CHECK(f.beside().isEmpty());
    }
}

TEST_CASE("cancel while downloading and while waiting to be unpacked", "[cifar10]") {
    Fixture f;
    Cifar10Fetch fetch(f.jobs, f.source);
    QSignalSpy cancelled(&fetch, &Cifar10Fetch::cancelled);
    QSignalSpy ready(&fetch, &Cifar10Fetch::ready);
    SECTION("downloading") {
        f.server.faults = {HttpFault{.silent = true}};
        fetch.start();
        REQUIRE(QTest::qWaitFor([&] { return f.server.requests > 0; }, kPatienceMs));
        fetch.cancel();
    }
    SECTION("queued behind another job of the lane") {
        std::atomic<bool> release = false;
        JobManager::Request request;
        request.lane = JobLane::Io;
        f.jobs.submit(request,
                      std::function<void(const RunContext&)>([&release](const RunContext& context) {
                          while (!release && !context.stop.stop_requested()) {
                              std::this_thread::sleep_for(std::chrono::milliseconds(1));
                          }
                      }),
                      nullptr, std::function<void()>());
        QSignalSpy added(&f.jobs, &JobManager::jobAdded);
        fetch.start();
        REQUIRE(added.wait(kPatienceMs));
        fetch.cancel();
        release = true;
    }
    REQUIRE(QTest::qWaitFor([&] { return !cancelled.isEmpty(); }, kPatienceMs));
    CHECK(ready.isEmpty());
    CHECK_FALSE(fetch.running());

    fetch.start();
    REQUIRE(ready.wait(kPatienceMs));
    CHECK(cancelled.size() == 1);
}
