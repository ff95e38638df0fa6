#include "core/cluster/cluster_store.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/base/error.h"
#include "core/cluster/store_options.h"

namespace secateur {

namespace {

/// Values go in parts that fit a socket's buffer: a process that is stopped while it receives one
/// does not keep rank 0 from answering the others.
constexpr size_t kPart = 64 << 10;

/// Of an answer. A process that is stopped is not waited for by anybody.
constexpr std::chrono::seconds kAnswer{20};

std::string partName(const std::string& name, size_t part) {
    return fmt::format("{}#{}", name, part);
}

size_t partsIn(const Bytes& number) {
    return std::stoul(std::string(number.begin(), number.end()));
}

/// TCPStore's get() waits for what is not there; its compareSet answers with what was expected.
std::optional<Bytes> valueOf(c10d::TCPStore& store, const std::string& name) {
    const Bytes nothing{0, 'n', 'o', 'n', 'e'};
    const Bytes value = store.compareSet(name, nothing, nothing);
    return value == nothing ? std::nullopt : std::optional(value);
}

/// What c10d logs is said again by our own errors. It logs by glog, or by LibTorch itself where
/// that was built without.
void silenceLibrary() {
    constexpr int32_t kNothing = 4;
    for (const char* name : {"_ZN3fLI17FLAGS_minloglevelE", "FLAGS_caffe2_log_level"}) {
        if (auto* level = static_cast<int32_t*>(dlsym(RTLD_DEFAULT, name))) {
            *level = kNothing;
        }
    }
}

[[noreturn]] void throwUnmet(const ClusterPlace& place, const std::string& reason) {
    const bool used = reason.find("in use") != std::string::npos;
    throw Error(used ? ErrorCode::Busy : ErrorCode::Io,
                used ? "the port is in use" : "rank 0 cannot be met here",
                {place.meetingPoint(), "a free port: MASTER_PORT",
                 used ? "" : reason.substr(0, reason.find('\n'))});
}

}  // namespace

struct ClusterStore::Impl {
    ClusterPlace place;
    c10::intrusive_ptr<c10d::TCPStore> store;

    /// c10d throws std::exceptions of several kinds, all of which say that nobody answered.
    template <class Ask>
    auto asked(Ask ask) {
        try {
            return ask(*store);
        } catch (const std::exception&) {
            throw Error(ErrorCode::Io, "rank 0 does not answer", {place.meetingPoint(), "", ""});
        }
    }
};

ClusterStore::ClusterStore(const ClusterPlace& place, int seconds, const RunContext& context)
    : m_impl(std::make_unique<Impl>()) {
    silenceLibrary();
    m_impl->place = place;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    while (!m_impl->store) {  // in short attempts: a stop is seen between them
        context.checkCancelled();
        try {
            m_impl->store = c10::make_intrusive<c10d::TCPStore>(
                place.address, storeOptions(place, place.rank == 0 && !place.keptByLauncher));
        } catch (const std::exception& failure) {
            if (place.rank == 0 && !place.keptByLauncher) {
                throwUnmet(place, failure.what());
            }
            if (std::chrono::steady_clock::now() >= end) {
                throw Error(
                    ErrorCode::Io,
                    place.keptByLauncher ? "the launcher is not there" : "rank 0 is not there",
                    {place.meetingPoint(), fmt::format("an answer within {} s", seconds), ""});
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }
    m_impl->store->setTimeout(kAnswer);
}

ClusterStore::~ClusterStore() = default;

int64_t ClusterStore::add(const std::string& own, int64_t step) {
    const std::string name = m_impl->place.prefix + own;
    return m_impl->asked([&](c10d::TCPStore& store) { return store.add(name, step); });
}

void ClusterStore::set(const std::string& own, const Bytes& bytes) {
    const std::string name = m_impl->place.prefix + own;
    m_impl->asked([&](c10d::TCPStore& store) {
        size_t parts = 0;
        for (size_t first = 0; first < bytes.size(); first += kPart, ++parts) {
            const auto start = bytes.begin() + static_cast<int64_t>(first);
            const auto count = std::min(kPart, bytes.size() - first);
            store.set(partName(name, parts), Bytes(start, start + static_cast<int64_t>(count)));
        }
        const std::string number = std::to_string(parts);  // last: then all of it is there
        store.set(name, Bytes(number.begin(), number.end()));
    });
}

std::optional<Bytes> ClusterStore::find(const std::string& own) {
    const std::string name = m_impl->place.prefix + own;
    return m_impl->asked([&](c10d::TCPStore& store) -> std::optional<Bytes> {
        const std::optional<Bytes> parts = valueOf(store, name);
        if (!parts) {
            return std::nullopt;
        }
        Bytes bytes;
        for (size_t part = 0; part < partsIn(*parts); ++part) {
            const std::optional<Bytes> more = valueOf(store, partName(name, part));
            if (!more) {
                return std::nullopt;
            }
            bytes.insert(bytes.end(), more->begin(), more->end());
        }
        return bytes;
    });
}

void ClusterStore::remove(const std::string& own) {
    const std::string name = m_impl->place.prefix + own;
    m_impl->asked([&](c10d::TCPStore& store) {
        const std::optional<Bytes> parts = valueOf(store, name);
        if (!parts) {
            return;
        }
        store.deleteKey(name);
        for (size_t part = 0; part < partsIn(*parts); ++part) {
            store.deleteKey(partName(name, part));
        }
    });
}

}  // namespace secateur
