#include "core/data/decode_ahead.h"

#include <utility>

namespace secateur {

DecodeAhead::DecodeAhead(std::function<RgbImage(int64_t)> decode, size_t most, int threads)
    : m_decode(std::move(decode)), m_most(most), m_workers(threads) {}

DecodeAhead::~DecodeAhead() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads) {
        thread.join();
    }
}

void DecodeAhead::expect(std::span<const int64_t> indices) {
    {
        const std::scoped_lock lock(m_mutex);
        for (const int64_t index : indices) {
            const auto [entry, isNew] = m_entries.try_emplace(index);
            if (isNew) {
                entry->second.order = m_order.insert(m_order.end(), index);
                entry->second.waiting = m_waiting.insert(m_waiting.end(), index);
            }
        }
        while (m_entries.size() > m_most) {
            forget(m_entries.find(m_order.front()));
        }
        while (!m_waiting.empty() && std::ssize(m_threads) < m_workers) {
            m_threads.emplace_back([this] { work(); });
        }
    }
    m_wake.notify_all();
}

void DecodeAhead::forget(Entries::iterator entry) {
    if (entry->second.state == State::Waiting) {
        m_waiting.erase(entry->second.waiting);
    }
    m_order.erase(entry->second.order);
    m_entries.erase(entry);
}

std::optional<RgbImage> DecodeAhead::take(int64_t index) {
    std::unique_lock lock(m_mutex);
    auto entry = m_entries.find(index);
    while (entry != m_entries.end() && entry->second.state == State::Decoding) {
        m_decoded.wait(lock);
        entry = m_entries.find(index);
    }
    if (entry == m_entries.end()) {
        return std::nullopt;
    }
    RgbImage image = std::move(entry->second.image);
    forget(entry);
    return image.pixels ? std::optional(std::move(image)) : std::nullopt;
}

void DecodeAhead::work() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
        if (m_stopping) {
            return;
        }
        const int64_t index = m_waiting.front();
        m_waiting.pop_front();
        m_entries.at(index).state = State::Decoding;
        lock.unlock();
        RgbImage image;
        try {
            image = m_decode(index);
        } catch (...) {
            image = {};  // whoever takes it meets the error himself
        }
        lock.lock();
        // It may have been forgotten, and expected again, meanwhile.
        if (const auto entry = m_entries.find(index);
            entry != m_entries.end() && entry->second.state == State::Decoding) {
            entry->second.image = std::move(image);
            entry->second.state = State::Done;
        }
        m_decoded.notify_all();
    }
}

}  // namespace secateur
