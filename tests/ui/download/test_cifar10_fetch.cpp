#include <QElapsedTimer>
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

struct Fixture {
    Fixture() {
        QNetworkProxyFactory::setUseSystemConfiguration(false);
        serve(madeUpEntries());
        source.archive.url = server.url("/cifar-10-binary.tar.gz");
        source.layout = smallLayout();
        source.limits.retryDelay = std::chrono::milliseconds(5);
        source.folder = root.filePath("secateur/cifar-10-batches-bin");
    }
    void serve(const QList<ArchiveEntry>& entries) {
        const QString path = root.filePath("made-up.tar.gz");
        writeArchive(path, entries);
        QFile file(path);
        REQUIRE(file.open(QIODevice::ReadOnly));
        server.body = file.readAll();
        source.archive.bytes = server.body.size();
        source.archive.checksum =
            QCryptographicHash::hash(server.body, QCryptographicHash::Md5).toHex();
    }
    QString archive() const { return root.filePath("secateur/cifar-10-binary.tar.gz"); }

    QTemporaryDir root;
    HttpServer server;
    Cifar10Source source;
    JobManager jobs;
};

}  // namespace

TEST_CASE("CIFAR-10 comes from its home page with the checksum published there", "[cifar10]") {
    const Cifar10Source source = cifar10Source();
    CHECK(source.archive.url == QUrl("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"));
    CHECK(source.archive.checksum == "c32a1d4ab5d03f1284b67883e8d87530");
    CHECK(source.archive.bytes == 170'052'171);
    CHECK(source.folder.endsWith("/cifar-10-batches-bin"));
    CHECK(source.limits.spareBytes == 184'380'000);
}

TEST_CASE("from the server to a folder that is ready, across a cut", "[cifar10]") {
    Fixture f;
    f.server.faults = {HttpFault{.cutAfter = 100}};
    Cifar10Fetch fetch(f.jobs, f.source);
    QSignalSpy ready(&fetch, &Cifar10Fetch::ready);
    QSignalSpy progress(&fetch, &Cifar10Fetch::progress);
    CHECK_FALSE(fetch.available());
    fetch.start();
    CHECK(fetch.running());
    fetch.start();
    REQUIRE(ready.wait(kPatienceMs));
    CHECK(ready[0][0].toString() == f.source.folder);
    CHECK(fetch.available());
    CHECK_FALSE(fetch.running());
    CHECK(f.server.range(1) == "bytes=100-");
    CHECK(QFile(f.source.folder + "/test_batch.bin").size() == 3073);
    CHECK_FALSE(QFile::exists(f.archive()));
    CHECK_FALSE(progress.isEmpty());

    fetch.start();
    REQUIRE(ready.wait(kPatienceMs));
    CHECK(f.server.requests.size() == 2);
}

TEST_CASE("an archive that cannot be unpacked is kept, and its error said once", "[cifar10]") {
    Fixture f;
    QList<ArchiveEntry> entries = madeUpEntries();
    entries.removeAt(0);
    f.serve(entries);
    Cifar10Fetch fetch(f.jobs, f.source);
    QSignalSpy failed(&fetch, &Cifar10Fetch::failed);
    fetch.start();
    REQUIRE(failed.wait(kPatienceMs));
    CHECK(failed[0][0].toString().contains("data_batch_1.bin"));
    CHECK_FALSE(fetch.running());
    CHECK_FALSE(QFile::exists(f.source.folder));
    CHECK(QFile::exists(f.archive()));

    fetch.start();
    REQUIRE(failed.wait(kPatienceMs));
    CHECK(failed.size() == 2);
    CHECK(f.server.requests.size() == 1);
}

TEST_CASE("a failed download is said", "[cifar10]") {
    Fixture f;
    f.server.faults = {HttpFault{.status = 404}};
    Cifar10Fetch fetch(f.jobs, f.source);
    QSignalSpy failed(&fetch, &Cifar10Fetch::failed);
    fetch.start();
    REQUIRE(failed.wait(kPatienceMs));
    CHECK(failed[0][0].toString().contains("404"));
    CHECK(f.jobs.jobs().empty());
}

TEST_CASE("cancel while downloading and while waiting to be unpacked", "[cifar10]") {
    Fixture f;
    Cifar10Fetch fetch(f.jobs, f.source);
    QSignalSpy cancelled(&fetch, &Cifar10Fetch::cancelled);
    QSignalSpy ready(&fetch, &Cifar10Fetch::ready);
    SECTION("downloading") {
        f.server.faults = {HttpFault{.silent = true}};
        fetch.start();
        QElapsedTimer clock;
        clock.start();
        while (f.server.requests.isEmpty() && clock.elapsed() < kPatienceMs) {
            QTest::qWait(1);
        }
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
        QTest::qWait(20);
        release = true;
    }
    CHECK((!cancelled.isEmpty() || cancelled.wait(kPatienceMs)));
    QTest::qWait(50);
    CHECK(cancelled.size() == 1);
    CHECK(ready.isEmpty());
    CHECK_FALSE(fetch.running());

    fetch.start();
    REQUIRE(ready.wait(kPatienceMs));
}
