#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/data/image_decode.h"

namespace secateur {

/// Decodes images before they are asked for, in threads of its own, so that whoever computes need
/// not wait for the disk. A bounded queue: of more than `most` images that were expected and not
/// taken, the oldest are forgotten. Any thread.
class DecodeAhead {
 public:
    /// Where `decode` throws, or gives an image without pixels, it is left to whoever takes it.
    /// `threads` start with the first image that is expected.
    DecodeAhead(std::function<RgbImage(int64_t index)> decode, size_t most, int threads);
    /// Waits for the images that are being decoded.
    ~DecodeAhead();
    DecodeAhead(const DecodeAhead&) = delete;
    DecodeAhead& operator=(const DecodeAhead&) = delete;

    /// These will be taken soon, in this order.
    void expect(std::span<const int64_t> indices);
    /// The image, if it is decoded or being decoded (then waits for it); else nothing, and it is
    /// expected no longer.
    std::optional<RgbImage> take(int64_t index);

 private:
    enum class State { Waiting, Decoding, Done };
    struct Entry {
        State state = State::Waiting;
        RgbImage image;  ///< once it is done; without pixels if it could not be
        std::list<int64_t>::iterator order;
        std::list<int64_t>::iterator waiting;  ///< while it is
    };
    using Entries = std::unordered_map<int64_t, Entry>;

    void work();
    void forget(Entries::iterator entry);

    const std::function<RgbImage(int64_t)> m_decode;
    const size_t m_most;
    const int m_workers;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_decoded;
    bool m_stopping = false;
    Entries m_entries;
    std::list<int64_t> m_order;    ///< of all entries, the oldest first
    std::list<int64_t> m_waiting;  ///< of those to be decoded
    std::vector<std::thread> m_threads;
};

}  // namespace secateur
