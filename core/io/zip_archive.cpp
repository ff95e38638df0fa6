#include "core/io/zip_archive.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <limits>

#include "core/base/error.h"

namespace secateur {

namespace {

constexpr uint32_t kLocalMagic = 0x04034b50;
constexpr uint32_t kEntryMagic = 0x02014b50;
constexpr uint32_t kEndMagic = 0x06054b50;
constexpr uint32_t kEnd64Magic = 0x06064b50;
constexpr uint32_t kLocator64Magic = 0x07064b50;
constexpr size_t kEndBytes = 22;
constexpr size_t kLocator64Bytes = 20;
constexpr size_t kMaxComment = 65535;
constexpr uint16_t kZip64Extra = 1;
constexpr uint64_t kInZip64 = 0xffffffff;
constexpr int kStored = 0;
constexpr int kDeflated = 8;

uint32_t magicAt(ByteView bytes, size_t offset) {
    return bytes.data[offset] | bytes.data[offset + 1] << 8 | bytes.data[offset + 2] << 16 |
           static_cast<uint32_t>(bytes.data[offset + 3]) << 24;
}

/// The zip64 extra field holds, in this order, only the values that do not fit the plain record.
void readZip64Extra(ByteCursor& cursor, uint64_t extraEnd, std::vector<uint64_t*> values) {
    while (extraEnd - cursor.offset() >= 4) {
        const uint64_t id = cursor.number(2);
        const uint64_t size = cursor.number(2);
        const uint64_t end = cursor.offset() + size;
        if (end > extraEnd) {
            cursor.fail("an extra field is longer than its record");
        }
        if (id == kZip64Extra) {
            for (uint64_t* value : values) {
                if (*value == kInZip64 && cursor.offset() + 8 <= end) {
                    *value = cursor.number(8);
                }
            }
        }
        cursor.seek(end);
    }
}

}  // namespace

ZipArchive::ZipArchive(ByteView bytes, const std::string& source)
    : m_bytes(bytes), m_source(source) {
    const Directory directory = findDirectory();
    ByteCursor cursor(m_bytes.data, m_bytes.size, m_source);
    cursor.seek(directory.offset);
    for (uint64_t i = 0; i < directory.entries; ++i) {
        auto [name, entry] = readEntry(cursor);
        if (!m_entries.emplace(name, entry).second) {
            cursor.fail("an entry is there twice", name);
        }
    }
}

ZipArchive::Directory ZipArchive::findDirectory() const {
    const size_t lowest =
        m_bytes.size > kEndBytes + kMaxComment ? m_bytes.size - kEndBytes - kMaxComment : 0;
    for (size_t offset = m_bytes.size; offset >= lowest + kEndBytes; --offset) {
        const size_t start = offset - kEndBytes;
        if (magicAt(m_bytes, start) != kEndMagic) {
            continue;
        }
        ByteCursor cursor(m_bytes.data, m_bytes.size, m_source);
        cursor.seek(start + 10);
        Directory directory;
        directory.entries = cursor.number(2);
        cursor.take(4);
        directory.offset = cursor.number(4);
        if (start >= kLocator64Bytes &&
            magicAt(m_bytes, start - kLocator64Bytes) == kLocator64Magic) {
            return findDirectory64(start);
        }
        return directory;
    }
    throw Error(ErrorCode::CorruptData, "zip archive has no directory, it may be cut off",
                {m_source, "", ""});
}

ZipArchive::Directory ZipArchive::findDirectory64(uint64_t endOffset) const {
    ByteCursor cursor(m_bytes.data, m_bytes.size, m_source);
    cursor.seek(endOffset - kLocator64Bytes + 8);
    cursor.seek(cursor.number(8));
    if (cursor.number(4) != kEnd64Magic) {
        cursor.fail("its zip64 directory is not where it should be");
    }
    cursor.take(28);
    Directory directory;
    directory.entries = cursor.number(8);
    cursor.take(8);
    directory.offset = cursor.number(8);
    return directory;
}

std::pair<std::string, ZipArchive::Entry> ZipArchive::readEntry(ByteCursor& cursor) const {
    if (cursor.number(4) != kEntryMagic) {
        cursor.fail("its zip directory is broken");
    }
    Entry entry;
    cursor.take(4);
    entry.encrypted = (cursor.number(2) & 1) != 0;
    entry.method = static_cast<int>(cursor.number(2));
    cursor.take(4);
    entry.crc = static_cast<uint32_t>(cursor.number(4));
    entry.storedBytes = cursor.number(4);
    entry.bytes = cursor.number(4);
    const uint64_t nameBytes = cursor.number(2);
    const uint64_t extraBytes = cursor.number(2);
    const uint64_t commentBytes = cursor.number(2);
    cursor.take(8);
    entry.headerOffset = cursor.number(4);
    std::string name = cursor.text(nameBytes);
    const uint64_t extraEnd = cursor.offset() + extraBytes;
    if (extraEnd > cursor.size()) {
        cursor.fail("its zip directory ends too early");
    }
    readZip64Extra(cursor, extraEnd, {&entry.bytes, &entry.storedBytes, &entry.headerOffset});
    cursor.seek(extraEnd);
    cursor.take(commentBytes);
    return {std::move(name), entry};
}

std::vector<std::string> ZipArchive::names() const {
    std::vector<std::string> names;
    for (const auto& [name, entry] : m_entries) {
        names.push_back(name);
    }
    return names;
}

ByteView ZipArchive::read(const std::string& name) {
    ByteCursor cursor(m_bytes.data, m_bytes.size, m_source);
    const auto found = m_entries.find(name);
    if (found == m_entries.end()) {
        throw Error(ErrorCode::CorruptData, "the zip archive lacks an entry", {m_source, name, ""});
    }
    Entry& entry = found->second;
    if (entry.encrypted || (entry.method != kStored && entry.method != kDeflated)) {
        throw Error(ErrorCode::Unsupported,
                    "a zip entry is encrypted or compressed in a way that "
                    "is not supported",
                    {m_source + ", " + name, "", ""});
    }
    cursor.seek(entry.headerOffset);
    if (cursor.number(4) != kLocalMagic) {
        cursor.fail("a zip entry is not where it should be", name);
    }
    cursor.take(22);
    const uint64_t nameBytes = cursor.number(2);
    const uint64_t extraBytes = cursor.number(2);
    cursor.take(nameBytes + extraBytes);
    const ByteView stored{cursor.take(entry.storedBytes), static_cast<size_t>(entry.storedBytes)};
    if (entry.method == kStored && entry.bytes != entry.storedBytes) {
        cursor.fail("a stored zip entry has two sizes", name);
    }
    const ByteView content =
        entry.method == kDeflated ? inflateEntry(name, stored, entry.bytes) : stored;
    checkCrc(name, entry, content);
    return content;
}

void ZipArchive::checkCrc(const std::string& name, Entry& entry, ByteView content) const {
#ifndef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION  // else a fuzzer would see nothing but this
    if (entry.checked || entry.crc == 0) {
        return;
    }
    const auto crc = static_cast<uint32_t>(crc32_z(0, content.data, content.size));
    entry.checked = entry.crc == crc;
    if (!entry.checked) {
        throw Error(ErrorCode::CorruptData, "the file is damaged: a zip entry has changed",
                    {m_source + ", " + name, fmt::format("CRC-32 {:08x}", entry.crc),
                     fmt::format("{:08x}", crc)});
    }
#endif
}

ByteView ZipArchive::inflateEntry(const std::string& name, ByteView stored, uint64_t bytes) {
    constexpr uint64_t kMaxRatio = 1032;     // of deflate, for one entry
    constexpr uint64_t kMaxTotalRatio = 64;  // of a whole archive: beyond is a bomb
    constexpr uint64_t kAlwaysAllowed = 64 << 20;
    const auto known = m_inflated.find(name);
    if (known != m_inflated.end()) {
        return {known->second.data(), known->second.size()};
    }
    if (bytes > stored.size * kMaxRatio ||
        m_inflatedBytes + bytes > kAlwaysAllowed + m_bytes.size * kMaxTotalRatio ||
        std::max<uint64_t>(bytes, stored.size) > std::numeric_limits<uInt>::max()) {
        throw Error(ErrorCode::CorruptData, "a zip entry claims an impossible size",
                    {m_source + ", " + name, "", std::to_string(bytes)});
    }
    std::vector<uint8_t> content(static_cast<size_t>(bytes));
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        throw Error(ErrorCode::Internal, "zlib did not start");
    }
    stream.next_in = const_cast<Bytef*>(stored.data);
    stream.avail_in = static_cast<uInt>(stored.size);
    stream.next_out = content.data();
    stream.avail_out = static_cast<uInt>(content.size());
    const int state = inflate(&stream, Z_FINISH);
    const bool complete = state == Z_STREAM_END && stream.avail_out == 0;
    inflateEnd(&stream);
    if (!complete) {
        throw Error(ErrorCode::CorruptData, "a zip entry cannot be unpacked",
                    {m_source + ", " + name, "", ""});
    }
    m_inflatedBytes += bytes;
    const std::vector<uint8_t>& kept = m_inflated[name] = std::move(content);
    return {kept.data(), kept.size()};
}

}  // namespace secateur
