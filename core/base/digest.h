#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

struct XXH3_state_s;

namespace secateur {

/// XXH3-128 over a sequence of parts: identifies data, does not protect against a forger.
class Digest {
 public:
    Digest();
    ~Digest();

    void addBytes(const void* data, size_t size);
    void addNumber(int64_t number);
    /// With its length, so that ("ab", "c") and ("a", "bc") differ.
    void addText(const std::string& text);
    /// 32 lower-case hexadecimal digits, the same on every machine.
    std::string hex() const;

 private:
    struct Release {
        void operator()(XXH3_state_s* state) const;
    };
    std::unique_ptr<XXH3_state_s, Release> m_state;
};

}  // namespace secateur
