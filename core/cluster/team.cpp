#include "core/cluster/team.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <algorithm>
#include <chrono>

#include "core/base/error.h"
#include "core/cluster/store_options.h"

namespace secateur {

namespace {

/// Of a member's way to the others.
constexpr std::chrono::seconds kMeet{20};
/// Elements that are summed at once: 4 MB.
constexpr int64_t kBucket = 1 << 20;

/// The address by which this machine reaches rank 0, and so is reached by the others. (A datagram
/// socket that is connected sends nothing.)
std::string ownAddress(const ClusterPlace& place) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    std::string address = "127.0.0.1";
    if (::getaddrinfo(place.address.c_str(), std::to_string(place.port).c_str(), &hints, &found) !=
        0) {
        return address;
    }
    if (const int end = ::socket(found->ai_family, SOCK_DGRAM, 0); end >= 0) {
        sockaddr_storage own{};
        socklen_t length = sizeof own;
        char text[NI_MAXHOST];
        if (::connect(end, found->ai_addr, found->ai_addrlen) == 0 &&
            ::getsockname(end, reinterpret_cast<sockaddr*>(&own), &length) == 0 &&
            ::getnameinfo(reinterpret_cast<sockaddr*>(&own), length, text, sizeof text, nullptr, 0,
                          NI_NUMERICHOST) == 0) {
            address = text;
        }
        ::close(end);
    }
    ::freeaddrinfo(found);
    return address;
}

}  // namespace

struct Team::Impl {
    std::string meetingPoint;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> group;
};

Team::Team(const ClusterPlace& place, const std::string& name, int64_t member, int64_t size)
    : m_impl(std::make_unique<Impl>()), m_member(member), m_size(size) {
    m_impl->meetingPoint = place.meetingPoint();
    try {
        auto store = c10::make_intrusive<c10d::TCPStore>(place.address, storeOptions(place, false));
        store->setTimeout(kMeet);
        auto options = c10d::ProcessGroupGloo::Options::create(kMeet);
        options->devices = {c10d::ProcessGroupGloo::createDeviceForHostname(ownAddress(place))};
        options->threads = 2;
        m_impl->group = c10::make_intrusive<c10d::ProcessGroupGloo>(
            c10::make_intrusive<c10d::PrefixStore>(place.prefix + name, store),
            static_cast<int>(member), static_cast<int>(size), options);
    } catch (const std::exception&) {
        throw Error(ErrorCode::Io, "the processes that compute together do not meet",
                    {place.meetingPoint(), fmt::format("{} processes", size), ""});
    }
}

Team::~Team() = default;

void Team::sum(const std::vector<at::Tensor>& tensors, double seconds) {
    c10d::AllreduceOptions options;
    options.timeout = std::chrono::milliseconds(static_cast<int64_t>(1000 * seconds));
    try {
        std::vector<at::Tensor> parts;
        for (const at::Tensor& tensor : tensors) {
            const at::Tensor flat = tensor.view({-1});
            for (int64_t first = 0; first < flat.numel(); first += kBucket) {
                parts.push_back(flat.narrow(0, first, std::min(kBucket, flat.numel() - first)));
            }
        }
        std::vector<decltype(m_impl->group->allreduce(parts, options))> works;
        for (const at::Tensor& part : parts) {
            std::vector<at::Tensor> one{part};
            works.push_back(m_impl->group->allreduce(one, options));
        }
        for (const auto& work : works) {
            work->wait();
        }
    } catch (const std::exception&) {  // of gloo, of c10d: all say that somebody is not there
        throw Error(ErrorCode::Io, "a process that computes along is gone, or does not answer",
                    {m_impl->meetingPoint,
                     fmt::format("{} processes that answer within {:.0f} s", m_size, seconds), ""});
    }
}

}  // namespace secateur
