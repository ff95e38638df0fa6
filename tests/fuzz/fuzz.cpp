#include "tests/fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

namespace secateur::fuzz {

MemoryFile::MemoryFile()
    : m_fd(::memfd_create("fuzz", 0)), m_path("/proc/self/fd/" + std::to_string(m_fd)) {}

void MemoryFile::replace(const uint8_t* data, size_t size) {
    const auto bytes = static_cast<ssize_t>(size);
    if (::ftruncate(m_fd, 0) != 0 || ::pwrite(m_fd, data, size, 0) != bytes) {
        std::abort();
    }
}

}  // namespace secateur::fuzz
