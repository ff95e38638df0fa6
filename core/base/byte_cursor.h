#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace secateur {

/// Reads little-endian numbers and runs of bytes from memory that it does not own, and never past
/// its end: every failure is Error(CorruptData) with the byte offset.
class ByteCursor {
 public:
    ByteCursor(const uint8_t* data, size_t size, const std::string& source)
        : m_data(data), m_size(size), m_source(source) {}

    size_t offset() const { return m_offset; }
    size_t remaining() const { return m_size - m_offset; }
    size_t size() const { return m_size; }
    const std::string& source() const { return m_source; }

    const uint8_t* take(uint64_t count) {
        if (count > remaining()) {
            fail("it ends too early");
        }
        const uint8_t* bytes = m_data + m_offset;
        m_offset += static_cast<size_t>(count);
        return bytes;
    }

    /// An unsigned number of `bytes` bytes, at most 8.
    uint64_t number(int bytes) {
        const uint8_t* at = take(static_cast<uint64_t>(bytes));
        uint64_t value = 0;
        for (int i = bytes - 1; i >= 0; --i) {
            value = value << 8 | at[i];
        }
        return value;
    }

    std::string text(uint64_t count) {
        const uint8_t* bytes = take(count);
        return std::string(reinterpret_cast<const char*>(bytes), static_cast<size_t>(count));
    }

    /// Up to the next newline, which is taken but not returned.
    std::string line() {
        const void* end = std::memchr(m_data + m_offset, '\n', remaining());
        if (end == nullptr) {
            fail("a line does not end");
        }
        const std::string content =
            text(static_cast<size_t>(static_cast<const uint8_t*>(end) - (m_data + m_offset)));
        take(1);
        return content;
    }

    void seek(uint64_t offset) {
        if (offset > m_size) {
            fail("it points behind its end");
        }
        m_offset = static_cast<size_t>(offset);
    }

    /// "file is damaged, <what>: <source>, byte <offset>"
    [[noreturn]] void fail(const std::string& what, const std::string& got = "") const;

 private:
    const uint8_t* m_data;
    size_t m_size;
    size_t m_offset = 0;
    std::string m_source;
};

}  // namespace secateur
