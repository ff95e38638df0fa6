#include "core/cluster/work_sharing.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>
#include <thread>

#include "core/base/digest.h"
#include "core/cluster/cluster_keys.h"

namespace secateur {

namespace {

using Clock = std::chrono::steady_clock;

/// Beyond any number of pieces: whoever draws after it gets nothing.
constexpr int64_t kClosed = int64_t{1} << 40;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

/// One work while it is shared.
class WorkSharing::Call {
 public:
    Call(ClusterStore& store, int64_t number, int64_t pieces, const ComputePiece& compute,
         const TakePiece& take, const RunContext& context)
        : m_store(store),
          m_number(number),
          m_pieces(pieces),
          m_compute(compute),
          m_take(take),
          m_context(context),
          m_done(static_cast<size_t>(pieces), false) {}

    /// Nothing of it is handed out any more.
    ~Call() {
        try {
            m_store.add(clusterKey::drawn(m_number), kClosed);
            m_store.remove(clusterKey::request(m_number));
        } catch (const std::exception&) {  // nobody is left to be told
        }
    }

    /// A worker's part: what it draws.
    void draw(int worker) {
        while (!m_failed && !m_context.stop.stop_requested()) {
            const int64_t piece = m_store.add(clusterKey::drawn(m_number), 1) - 1;
            if (piece >= m_pieces) {
                return;
            }
            compute(worker, piece);
        }
    }

    /// What others have drawn: their results, or where these take too long, our own.
    void collect(const RunOnWorkers& run) {
        auto heard = Clock::now();
        while (!missing().empty()) {
            m_context.checkCancelled();
            bool found = false;
            for (const int64_t piece : missing()) {
                if (const auto result = m_store.find(clusterKey::result(m_number, piece))) {
                    take(piece, *result);
                    m_store.remove(clusterKey::result(m_number, piece));
                    found = true;
                }
            }
            if (found) {
                heard = Clock::now();
            } else if (secondsSince(heard) > patience()) {
                computeMissing(run);
            } else {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        }
    }

    /// Of pieces that were computed here as well.
    const std::vector<std::string>& late() const { return m_late; }

 private:
    std::deque<int64_t> missing() const {
        std::deque<int64_t> pieces;
        for (int64_t piece = 0; piece < m_pieces; ++piece) {
            if (!m_done[static_cast<size_t>(piece)]) {
                pieces.push_back(piece);
            }
        }
        return pieces;
    }

    double patience() const {
        constexpr double kLeast = 0.2;
        const double own = m_computed > 0 ? m_seconds / static_cast<double>(m_computed) : 1.0;
        return std::max(kLeast, 2 * own);
    }

    /// One for each worker.
    void computeMissing(const RunOnWorkers& run) {
        std::deque<int64_t> pieces = missing();
        std::mutex mutex;
        run([&](int worker) {
            int64_t piece = 0;
            {
                const std::lock_guard lock(mutex);
                if (pieces.empty()) {
                    return;
                }
                piece = pieces.front();
                pieces.pop_front();
                m_late.push_back(clusterKey::result(m_number, piece));
            }
            compute(worker, piece);
        });
    }

    void compute(int worker, int64_t piece) {
        try {
            const auto started = Clock::now();
            const Bytes result = m_compute(worker, piece);
            const double seconds = secondsSince(started);
            const std::lock_guard lock(m_mutex);
            m_seconds += seconds;
            ++m_computed;
            takeOnce(piece, result);
        } catch (...) {
            m_failed = true;
            throw;
        }
    }

    void take(int64_t piece, const Bytes& result) {
        const std::lock_guard lock(m_mutex);
        takeOnce(piece, result);
    }

    void takeOnce(int64_t piece, const Bytes& result) {
        const auto place = static_cast<size_t>(piece);
        if (!m_done[place]) {
            m_take(piece, result);
            m_done[place] = true;
        }
    }

    ClusterStore& m_store;
    const int64_t m_number;
    const int64_t m_pieces;
    const ComputePiece& m_compute;
    const TakePiece& m_take;
    const RunContext& m_context;
    std::mutex m_mutex;
    std::vector<bool> m_done;
    std::atomic<bool> m_failed{false};
    double m_seconds = 0.0;  ///< of the pieces that were computed here
    int64_t m_computed = 0;
    std::vector<std::string> m_late;
};

WorkSharing::WorkSharing(const ClusterPlace& place, const ClusterTerms& terms)
    : m_place(place), m_store(place, 1) {
    m_store.set(clusterKey::kTerms, bytesOf(termsText(terms)));
}

WorkSharing::~WorkSharing() {
    constexpr std::chrono::seconds kFarewell{3};
    try {
        m_store.add(clusterKey::kOver, 1);
        // Those who are gone without a word are not waited for longer than this.
        const auto started = Clock::now();
        while (m_store.number(clusterKey::kLeft) < m_store.number(clusterKey::kJoined) &&
               Clock::now() - started < kFarewell) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    } catch (const std::exception&) {  // nobody is left to be told
    }
}

std::string WorkSharing::attach(const Bytes& bytes) {
    Digest digest;
    digest.addBytes(bytes.data(), bytes.size());
    const std::string name = digest.hex();
    if (!m_attached.contains(name)) {
        m_store.set(clusterKey::attachment(name), bytes);
    }
    m_attached[name] = m_call + 1;
    return name;
}

void WorkSharing::dropStale() {
    for (auto it = m_attached.begin(); it != m_attached.end();) {
        if (it->second < m_call) {
            m_store.remove(clusterKey::attachment(it->first));
            it = m_attached.erase(it);
        } else {
            ++it;
        }
    }
    for (const std::string& result : m_late) {
        m_store.remove(result);
    }
}

void WorkSharing::tellNews(const RunContext& context) {
    for (const int64_t news = m_store.number(clusterKey::kNews); m_news < news;) {
        if (const auto text = m_store.find(clusterKey::news(++m_news))) {
            context.say(textOf(*text));
        }
    }
}

void WorkSharing::begin(const std::string& kind, int64_t pieces, const std::string& request,
                        const RunContext& context) {
    tellNews(context);
    ++m_call;
    dropStale();
    m_store.set(clusterKey::request(m_call),
                bytesOf(fmt::format("{} {} {}", kind, pieces, request)));
    m_store.add(clusterKey::kCall, 1);
}

void WorkSharing::share(const SharedWork& work, const RunOnWorkers& run,
                        const ComputePiece& compute, const TakePiece& take,
                        const RunContext& context) {
    begin(work.kind, work.pieces, work.request, context);
    Call call(m_store, m_call, work.pieces, compute, take, context);
    run([&](int worker) { call.draw(worker); });
    context.checkCancelled();
    call.collect(run);
    m_late.insert(m_late.end(), call.late().begin(), call.late().end());
}

std::unique_ptr<Team> WorkSharing::gather(const std::string& kind, const std::string& request,
                                          const RunContext& context) {
    // Who is not there yet, or gone without a word, is waited for so long, once.
    constexpr std::chrono::seconds kWait{10};
    begin(kind, 0, request, context);
    const auto started = Clock::now();
    const auto expected = [&] {
        const int64_t joined = m_store.number(clusterKey::kJoined) - m_joined;  // since the last
        return m_place.size - 1 - m_store.number(clusterKey::kLeft) -
               std::max<int64_t>(0, m_absent - joined);
    };
    const auto comersNow = [&] { return m_store.number(clusterKey::comers(m_call)); };
    while (comersNow() < expected() && Clock::now() - started < kWait) {
        context.checkCancelled();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    m_joined = m_store.number(clusterKey::kJoined);
    const int64_t comers = comersNow();
    m_absent = m_place.size - 1 - m_store.number(clusterKey::kLeft) - comers;
    m_store.add(clusterKey::members(m_call), comers + 1);
    return comers == 0 ? nullptr
                       : std::make_unique<Team>(m_place, clusterKey::team(m_call), 0, comers + 1);
}

}  // namespace secateur
