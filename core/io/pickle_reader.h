#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/byte_cursor.h"
#include "core/io/pickle_value.h"

namespace secateur {

/// Interprets pickles (protocols 0 to 5) without executing anything: what pickle_globals.h does not
/// know becomes an inert Object. Storages are not read, only referred to. Memory grows with the
/// bytes read, never with a number found in them.
class PickleReader {
 public:
    /// Reads one pickle, from the cursor to its STOP. The value lives as long as the reader.
    /// Errors: CorruptData with the byte offset, Unsupported.
    const PickleValue* read(ByteCursor& cursor);
    /// Everything that was built, in order.
    const std::deque<PickleValue>& values() const { return m_values; }

 private:
    enum class Step { Continue, Stop };

    Step step(ByteCursor& cursor, uint8_t opcode);
    bool stepConstant(ByteCursor& cursor, uint8_t opcode);
    bool stepText(ByteCursor& cursor, uint8_t opcode);
    bool stepLine(ByteCursor& cursor, uint8_t opcode);
    bool stepContainer(ByteCursor& cursor, uint8_t opcode);
    bool stepItems(ByteCursor& cursor, uint8_t opcode);
    bool stepMemo(ByteCursor& cursor, uint8_t opcode);
    bool stepObject(ByteCursor& cursor, uint8_t opcode);

    PickleValue& push(PickleKind kind);
    void pushInteger(int64_t value) { push(PickleKind::Int).integer = value; }
    void pushText(PickleKind kind, std::string text) { push(kind).text = std::move(text); }
    void pushLong(ByteCursor& cursor, uint64_t bytes);
    void pushDecimal(ByteCursor& cursor, std::string digits);
    void pushCall(ByteCursor& cursor, const PickleValue& callable, const PickleValue& arguments);
    void pushItems(PickleKind kind, std::vector<const PickleValue*> items);
    PickleValue* pop(ByteCursor& cursor);
    PickleValue* top(ByteCursor& cursor);
    /// The values above the last mark, which goes too.
    std::vector<const PickleValue*> popToMark(ByteCursor& cursor);
    void pushTuple(ByteCursor& cursor, size_t count);
    /// To the container on top: keys with values, or values.
    void addItems(ByteCursor& cursor, const std::vector<const PickleValue*>& items,
                  bool pairs = true);
    void setMemo(ByteCursor& cursor, uint64_t index);
    void getMemo(ByteCursor& cursor, uint64_t index);

    std::deque<PickleValue> m_values;
    size_t m_copied = 0;
    std::vector<PickleValue*> m_stack;
    std::vector<size_t> m_marks;
    std::unordered_map<uint64_t, PickleValue*> m_memo;
};

}  // namespace secateur
