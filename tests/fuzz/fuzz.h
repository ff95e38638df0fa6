#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/error.h"

namespace secateur::fuzz {

/// Whatever the bytes are: `read` succeeds or throws Error. Any other exception ends the fuzzer.
template <class Read>
int succeedsOrRefuses(const Read& read) {
    try {
        read();
    } catch (const Error&) {
    }
    return 0;
}

/// For what this program wrote itself: an exception of any kind ends the fuzzer.
template <class Read>
auto mustSucceed(const Read& read) noexcept {
    return read();
}

/// A file without a folder, for readers that take a path.
class MemoryFile {
 public:
    MemoryFile();
    const std::string& path() const { return m_path; }
    void replace(const uint8_t* data, size_t size);

 private:
    int m_fd;
    std::string m_path;
};

}  // namespace secateur::fuzz

/// libFuzzer's entry: called once an input.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
