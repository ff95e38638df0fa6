#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>

#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "tests/support/local_cluster.h"

using namespace secateur;
using secateur::test::LocalCluster;

namespace {

constexpr int64_t kPieces = 60;

/// The square of the piece's number, plus what the request says.
Bytes square(int64_t piece, const std::string& request) {
    return bytesOf(std::to_string(piece * piece + std::stoll(request)));
}

/// A service that takes its time, and counts.
struct Squares {
    std::atomic<int64_t> computed{0};
    std::chrono::milliseconds time{2};
    std::atomic<int64_t> failAt{-1};
    std::atomic<bool> hang{false};

    ClusterServices services() {
        return {
            {{"square", [this](const std::string& request, const Attachments& attachments, int) {
                  const std::string plus = textOf(*attachments(request));
                  return [this, plus](int, int64_t piece) {
                      while (hang) {
                          std::this_thread::sleep_for(std::chrono::milliseconds(1));
                      }
                      if (computed++ == failAt) {
                          throw Error(ErrorCode::CorruptData, "a damaged image", {"7.png", "", ""});
                      }
                      std::this_thread::sleep_for(time);
                      return square(piece, plus);
                  };
              }}}};
    }
};

/// All results, and how many of the pieces were computed here.
int64_t shareSquares(WorkSharing& rankZero, const std::string& plus, std::string* said = nullptr) {
    std::atomic<int64_t> here{0};
    std::map<int64_t, std::string> results;
    RunContext context;
    context.onMessage = [&](const std::string& line) {
        if (said != nullptr) {
            *said += line + "\n";
        }
    };
    rankZero.share(
        {"square", rankZero.attach(bytesOf(plus)), kPieces},
        [](const auto& body) { runWorkers(2, body); },
        [&](int, int64_t piece) {
            ++here;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            return square(piece, plus);
        },
        [&](int64_t piece, const Bytes& result) {
            CHECK(results.emplace(piece, textOf(result)).second);
        },
        context);
    CHECK(results.size() == kPieces);
    for (const auto& [piece, text] : results) {
        CHECK(text == textOf(square(piece, plus)));
    }
    return here;
}

/// Until what serves has taken something.
void waitFor(const std::function<bool()>& reached) {
    for (int i = 0; i < 5000 && !reached(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    REQUIRE(reached());
}

}  // namespace

TEST_CASE("pieces are shared, each taken once") {
    Squares squares;
    LocalCluster cluster(3);
    cluster.start(1, squares.services());
    cluster.start(2, squares.services());
    int64_t here = 0;
    int64_t rounds = 0;
    waitFor([&] {  // the others may need a moment to come
        here += shareSquares(*cluster.rankZero, std::to_string(++rounds));
        return squares.computed > 20;
    });
    CHECK(here + squares.computed >= rounds * kPieces);
    CHECK(here < rounds * kPieces);
    CHECK(cluster.end() == std::vector<std::string>{"", ""});
}

TEST_CASE("rank 0 needs nobody") {
    LocalCluster cluster(2);
    CHECK(shareSquares(*cluster.rankZero, "1") == kPieces);
}

TEST_CASE("who hangs is not waited for, and may come back") {
    Squares squares;
    LocalCluster cluster(2);
    cluster.start(1, squares.services());
    waitFor([&] {
        shareSquares(*cluster.rankZero, "1");
        return squares.computed > 0;
    });
    squares.hang = true;
    CHECK(shareSquares(*cluster.rankZero, "2") >= kPieces - 1);
    squares.hang = false;
    const int64_t before = squares.computed;
    waitFor([&] {
        shareSquares(*cluster.rankZero, "3");
        return squares.computed > before + 1;
    });
    CHECK(cluster.end() == std::vector<std::string>{""});
}

TEST_CASE("rank 0 is told who leaves, and why") {
    Squares squares;
    squares.failAt = 0;
    LocalCluster cluster(2);
    cluster.start(1, squares.services());
    std::string said;
    waitFor([&] {
        shareSquares(*cluster.rankZero, "1", &said);
        return said.find('\n') != std::string::npos;
    });
    CHECK(said == "rank 1 does not compute along: a damaged image: 7.png\n");
    CHECK(cluster.end() == std::vector<std::string>{"a damaged image: 7.png"});
}

TEST_CASE("who has other images or another version is refused by name") {
    Squares squares;
    LocalCluster cluster(4);
    cluster.start(1, squares.services(), "version 2");
    cluster.start(2, squares.services(), "version 1", "other digest");
    cluster.start(3, squares.services());
    std::string said;
    waitFor([&] {
        shareSquares(*cluster.rankZero, "1", &said);
        return std::count(said.begin(), said.end(), '\n') == 2 && squares.computed > 0;
    });
    CHECK(said.find("rank 1 does not compute along: another version than rank 0 has (expected "
                    "version 1, got version 2)") != std::string::npos);
    CHECK(said.find("rank 2 does not compute along: another set of images than rank 0 has") !=
          std::string::npos);
    const std::vector<std::string> failures = cluster.end();
    CHECK(failures[0].find("another version") == 0);
    CHECK(failures[1].find("another set of images") == 0);
    CHECK(failures[2].empty());
}

TEST_CASE("a rank is one process's, a port one cluster's") {
    Squares squares;
    LocalCluster cluster(3);
    cluster.start(1, squares.services());
    waitFor([&] {
        shareSquares(*cluster.rankZero, "1");
        return squares.computed > 0;
    });
    cluster.start(1, squares.services());
    std::string said;
    waitFor([&] {
        shareSquares(*cluster.rankZero, "1", &said);
        return !said.empty();
    });
    CHECK(said.find("another process has this rank") != std::string::npos);
    try {
        WorkSharing(cluster.place(0), {});
        FAIL("taken");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::Busy);
        CHECK(std::string(error.what()).find("the port is in use") == 0);
    }
    CHECK(cluster.end()[0].empty());
}

TEST_CASE("another number of processes is refused") {
    Squares squares;
    LocalCluster cluster(2);
    std::string failure;
    try {
        serveCluster({1, 3, "127.0.0.1", cluster.place(1).port}, "version 1",
                     [](const ClusterTerms&) { return std::string("digest"); }, {}, 1, {});
    } catch (const Error& error) {
        failure = error.what();
    }
    CHECK(failure == "another number of processes than rank 0 has (expected 2, got 3)");
}

TEST_CASE("large attachments arrive whole, and go when they are not used") {
    Bytes large(1'000'003);
    for (size_t i = 0; i < large.size(); ++i) {
        large[i] = static_cast<uint8_t>(i * 7 + i / 251);
    }
    std::atomic<int64_t> equal{0};
    LocalCluster cluster(2);
    cluster.start(
        1, {{{"compare", [&](const std::string& request, const Attachments& attachments, int) {
                  equal += *attachments(request) == large ? 1 : 0;
                  return [](int, int64_t) { return Bytes(); };
              }}}});
    waitFor([&] {
        cluster.rankZero->share(
            {"compare", cluster.rankZero->attach(large), 4},
            [](const auto& body) { runWorkers(1, body); },
            [](int, int64_t) {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
                return Bytes();
            },
            [](int64_t, const Bytes&) {}, {});
        return equal > 1;
    });
    shareSquares(*cluster.rankZero, "1");
    shareSquares(*cluster.rankZero, "1");
    Digest digest;
    digest.addBytes(large.data(), large.size());
    ClusterStore store({1, 2, "127.0.0.1", cluster.place(1).port}, 5);
    CHECK_FALSE(store.find("attachment/" + digest.hex()));
}

TEST_CASE("a failure of rank 0's own ends the work, not the cluster") {
    Squares squares;
    LocalCluster cluster(2);
    cluster.start(1, squares.services());
    CHECK_THROWS_AS(
        cluster.rankZero->share(
            {"square", cluster.rankZero->attach(bytesOf("1")), kPieces},
            [](const auto& body) { runWorkers(1, body); },
            [](int, int64_t) -> Bytes { throw Cancelled(); }, [](int64_t, const Bytes&) {}, {}),
        Cancelled);
    waitFor([&] {
        shareSquares(*cluster.rankZero, "2");
        return squares.computed > 0;
    });
    CHECK(cluster.end() == std::vector<std::string>{""});
}
