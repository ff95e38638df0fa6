#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/byte_cursor.h"

namespace secateur {

/// A run of bytes that somebody else owns.
struct ByteView {
    const uint8_t* data = nullptr;
    size_t size = 0;
};

/// Reads a ZIP archive in memory (PKWARE APPNOTE 6.3, with zip64): entries stored or deflated.
/// PyTorch's own reader allocates what the archive claims an entry to be before it checks the
/// claim; here an entry must lie within the file, and a deflated one cannot claim more than
/// deflate can make of its bytes. CRC-32 is checked (PyTorch's own reader does not), unless it is
/// 0: torch.serialization.set_crc32_options(False) leaves it so.
class ZipArchive {
 public:
    /// `bytes` must outlive the archive. Throws Error(CorruptData).
    ZipArchive(ByteView bytes, const std::string& source);

    std::vector<std::string> names() const;
    bool contains(const std::string& name) const { return m_entries.contains(name); }
    /// The content; valid as long as the archive. Errors: CorruptData (also for a missing entry
    /// and a wrong CRC-32), Unsupported for encryption and other compressions.
    ByteView read(const std::string& name);

 private:
    struct Entry {
        uint64_t headerOffset = 0;
        uint64_t storedBytes = 0;
        uint64_t bytes = 0;
        uint32_t crc = 0;
        int method = 0;
        bool encrypted = false;
        bool checked = false;  ///< its CRC-32: once, however many tensors share a storage
    };
    struct Directory {
        uint64_t offset = 0;
        uint64_t entries = 0;
    };

    Directory findDirectory() const;
    Directory findDirectory64(uint64_t endOffset) const;
    std::pair<std::string, Entry> readEntry(ByteCursor& cursor) const;
    void checkCrc(const std::string& name, Entry& entry, ByteView content) const;
    ByteView inflateEntry(const std::string& name, ByteView stored, uint64_t bytes);

    ByteView m_bytes;
    std::string m_source;
    std::map<std::string, Entry> m_entries;
    std::map<std::string, std::vector<uint8_t>> m_inflated;
    uint64_t m_inflatedBytes = 0;
};

}  // namespace secateur
