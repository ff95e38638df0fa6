#include "core/base/digest.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <array>
#include <new>

namespace secateur {

void Digest::Release::operator()(XXH3_state_s* state) const {
    XXH3_freeState(state);
}

Digest::Digest() : m_state(XXH3_createState()) {
    if (!m_state) {
        throw std::bad_alloc();
    }
    XXH3_128bits_reset(m_state.get());
}

Digest::~Digest() = default;

void Digest::addBytes(const void* data, size_t size) {
    XXH3_128bits_update(m_state.get(), data, size);
}

void Digest::addNumber(int64_t number) {
    std::array<uint8_t, 8> bytes{};
    for (size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<uint8_t>(static_cast<uint64_t>(number) >> (8 * i));
    }
    addBytes(bytes.data(), bytes.size());
}

void Digest::addText(const std::string& text) {
    addNumber(static_cast<int64_t>(text.size()));
    addBytes(text.data(), text.size());
}

std::string Digest::hex() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(m_state.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace secateur
