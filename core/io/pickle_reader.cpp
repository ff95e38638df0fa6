#include "core/io/pickle_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "core/io/pickle_globals.h"

namespace secateur {

namespace {

/// Far above any checkpoint (one tensor takes about 20); bounds the memory of a hostile file.
constexpr size_t kMaxValues = 4'000'000;
constexpr size_t kMaxMarks = 1000;
constexpr uint64_t kMaxProtocol = 5;

/// The opcodes of Python's pickletools that torch.save can produce.
enum Opcode : uint8_t {
    kMark = '(',
    kStop = '.',
    kPop = '0',
    kPopMark = '1',
    kDup = '2',
    kBinFloat = 'G',
    kBinInt = 'J',
    kBinInt1 = 'K',
    kBinInt2 = 'M',
    kNone = 'N',
    kBinPersId = 'Q',
    kReduce = 'R',
    kBinString = 'T',
    kShortBinString = 'U',
    kBinUnicode = 'X',
    kAppend = 'a',
    kBuild = 'b',
    kGlobal = 'c',
    kAppends = 'e',
    kBinGet = 'h',
    kLongBinGet = 'j',
    kBinPut = 'q',
    kLongBinPut = 'r',
    kSetItem = 's',
    kTuple = 't',
    kSetItems = 'u',
    kEmptyTuple = ')',
    kEmptyList = ']',
    kEmptyDict = '}',
    kBinBytes = 'B',
    kShortBinBytes = 'C',
    kProto = 0x80,
    kNewObj = 0x81,
    kTuple1 = 0x85,
    kTuple2 = 0x86,
    kTuple3 = 0x87,
    kNewTrue = 0x88,
    kNewFalse = 0x89,
    kLong1 = 0x8a,
    kLong4 = 0x8b,
    kShortBinUnicode = 0x8c,
    kBinUnicode8 = 0x8d,
    kBinBytes8 = 0x8e,
    kEmptySet = 0x8f,
    kAddItems = 0x90,
    kFrozenSet = 0x91,
    kStackGlobal = 0x93,
    kMemoize = 0x94,
    kFrame = 0x95,
};

}  // namespace

const PickleValue* PickleValue::find(const std::string& key) const {
    for (size_t i = items.size(); kind == PickleKind::Dict && i >= 2; i -= 2) {
        if (items[i - 2]->is(PickleKind::Text) && items[i - 2]->text == key) {
            return items[i - 1];
        }
    }
    return nullptr;
}

const PickleValue* PickleReader::read(ByteCursor& cursor) {
    m_stack.clear();
    m_marks.clear();
    m_memo.clear();
    for (;;) {
        if (m_values.size() + m_copied > kMaxValues || m_marks.size() > kMaxMarks) {
            cursor.fail("its pickle is too large or too deeply nested");
        }
        const uint8_t opcode = *cursor.take(1);
        if (step(cursor, opcode) == Step::Stop) {
            return pop(cursor);
        }
    }
}

PickleReader::Step PickleReader::step(ByteCursor& cursor, uint8_t opcode) {
    if (opcode == kStop) {
        return Step::Stop;
    }
    if (opcode == kProto) {
        const uint64_t protocol = cursor.number(1);
        if (protocol > kMaxProtocol) {
            cursor.fail("its pickle has an unknown protocol", std::to_string(protocol));
        }
    } else if (opcode == kFrame) {
        // Frames only tell a reader of streams how much to fetch.
        cursor.number(8);
    } else if (!stepMemo(cursor, opcode) && !stepText(cursor, opcode) &&
               !stepConstant(cursor, opcode) && !stepContainer(cursor, opcode) &&
               !stepObject(cursor, opcode)) {
        cursor.fail("its pickle has an unknown opcode", fmt::format("0x{:02x}", opcode));
    }
    return Step::Continue;
}

bool PickleReader::stepConstant(ByteCursor& cursor, uint8_t opcode) {
    switch (opcode) {
        case kNone:
            push(PickleKind::None);
            return true;
        case kNewTrue:
            push(PickleKind::Bool).integer = 1;
            return true;
        case kNewFalse:
            push(PickleKind::Bool).integer = 0;
            return true;
        case kBinInt:
            pushInteger(static_cast<int32_t>(cursor.number(4)));
            return true;
        case kBinInt1:
            pushInteger(static_cast<int64_t>(cursor.number(1)));
            return true;
        case kBinInt2:
            pushInteger(static_cast<int64_t>(cursor.number(2)));
            return true;
        case kLong1:
            pushLong(cursor, cursor.number(1));
            return true;
        case kLong4:
            pushLong(cursor, cursor.number(4));
            return true;
        case kBinFloat: {
            const uint64_t bigEndian = __builtin_bswap64(cursor.number(8));
            push(PickleKind::Float).real = std::bit_cast<double>(bigEndian);
            return true;
        }
        default:
            return false;
    }
}

bool PickleReader::stepText(ByteCursor& cursor, uint8_t opcode) {
    switch (opcode) {
        // Python 2 wrote its byte strings so; they were names then, and are read as such.
        case kShortBinString:
        case kShortBinUnicode:
            pushText(PickleKind::Text, cursor.text(cursor.number(1)));
            return true;
        case kBinString:
        case kBinUnicode:
            pushText(PickleKind::Text, cursor.text(cursor.number(4)));
            return true;
        case kBinUnicode8:
            pushText(PickleKind::Text, cursor.text(cursor.number(8)));
            return true;
        case kShortBinBytes:
            pushText(PickleKind::Bytes, cursor.text(cursor.number(1)));
            return true;
        case kBinBytes:
            pushText(PickleKind::Bytes, cursor.text(cursor.number(4)));
            return true;
        case kBinBytes8:
            pushText(PickleKind::Bytes, cursor.text(cursor.number(8)));
            return true;
        default:
            return false;
    }
}

bool PickleReader::stepContainer(ByteCursor& cursor, uint8_t opcode) {
    switch (opcode) {
        case kMark:
            m_marks.push_back(m_stack.size());
            return true;
        case kEmptyTuple:
            push(PickleKind::Tuple);
            return true;
        case kEmptyList:
            push(PickleKind::List);
            return true;
        case kEmptyDict:
            push(PickleKind::Dict);
            return true;
        case kEmptySet:
            push(PickleKind::Set);
            return true;
        case kTuple1:
            pushTuple(cursor, 1);
            return true;
        case kTuple2:
            pushTuple(cursor, 2);
            return true;
        case kTuple3:
            pushTuple(cursor, 3);
            return true;
        case kTuple:
        case kFrozenSet: {
            auto items = popToMark(cursor);
            push(opcode == kTuple ? PickleKind::Tuple : PickleKind::Set).items = std::move(items);
            return true;
        }
        case kAppend:
            addItems(cursor, {pop(cursor)});
            return true;
        case kSetItem: {
            const PickleValue* value = pop(cursor);
            const PickleValue* key = pop(cursor);
            addItems(cursor, {key, value});
            return true;
        }
        case kAppends:
        case kSetItems:
        case kAddItems:
            addItems(cursor, popToMark(cursor));
            return true;
        default:
            return false;
    }
}

bool PickleReader::stepMemo(ByteCursor& cursor, uint8_t opcode) {
    switch (opcode) {
        case kBinPut:
            setMemo(cursor, cursor.number(1));
            return true;
        case kLongBinPut:
            setMemo(cursor, cursor.number(4));
            return true;
        case kMemoize:
            setMemo(cursor, m_memo.size());
            return true;
        case kBinGet:
            getMemo(cursor, cursor.number(1));
            return true;
        case kLongBinGet:
            getMemo(cursor, cursor.number(4));
            return true;
        case kPop:
            pop(cursor);
            return true;
        case kPopMark:
            popToMark(cursor);
            return true;
        case kDup:
            m_stack.push_back(top(cursor));
            return true;
        default:
            return false;
    }
}

bool PickleReader::stepObject(ByteCursor& cursor, uint8_t opcode) {
    switch (opcode) {
        case kGlobal: {
            const std::string module = cursor.line();
            push(PickleKind::None) = pickleGlobal(cursor, module, cursor.line());
            return true;
        }
        case kStackGlobal: {
            const PickleValue* name = pop(cursor);
            const PickleValue* module = pop(cursor);
            if (!name->is(PickleKind::Text) || !module->is(PickleKind::Text)) {
                cursor.fail("a global has no name");
            }
            push(PickleKind::None) = pickleGlobal(cursor, module->text, name->text);
            return true;
        }
        case kReduce:
        case kNewObj: {
            const PickleValue* arguments = pop(cursor);
            const PickleValue* callable = pop(cursor);
            PickleValue& result = push(PickleKind::None);
            result = pickleCall(cursor, *callable, *arguments);
            // A call copies what it is given, and can be given the same thing again and again.
            m_copied += result.items.size() + result.text.size() / sizeof(void*);
            return true;
        }
        case kBuild: {
            const PickleValue* state = pop(cursor);
            pickleBuild(cursor, *top(cursor), *state);
            return true;
        }
        case kBinPersId: {
            const PickleValue* id = pop(cursor);
            push(PickleKind::None) = picklePersistent(cursor, *id);
            return true;
        }
        default:
            return false;
    }
}

PickleValue& PickleReader::push(PickleKind kind) {
    PickleValue& value = m_values.emplace_back();
    value.kind = kind;
    m_stack.push_back(&value);
    return value;
}

/// Little-endian two's complement of any length; no bytes mean zero.
void PickleReader::pushLong(ByteCursor& cursor, uint64_t bytes) {
    if (bytes > 8) {
        pushText(PickleKind::BigInt, cursor.text(bytes));
        return;
    }
    uint64_t value = cursor.number(static_cast<int>(bytes));
    if (bytes > 0 && bytes < 8 && (value >> (bytes * 8 - 1)) != 0) {
        value |= ~uint64_t{0} << bytes * 8;
    }
    pushInteger(static_cast<int64_t>(value));
}

PickleValue* PickleReader::top(ByteCursor& cursor) {
    if (m_stack.empty() || (!m_marks.empty() && m_stack.size() == m_marks.back())) {
        cursor.fail("its pickle takes a value that is not there");
    }
    return m_stack.back();
}

PickleValue* PickleReader::pop(ByteCursor& cursor) {
    PickleValue* value = top(cursor);
    m_stack.pop_back();
    return value;
}

std::vector<const PickleValue*> PickleReader::popToMark(ByteCursor& cursor) {
    if (m_marks.empty()) {
        cursor.fail("its pickle takes a mark that is not there");
    }
    const auto begin = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<const PickleValue*> items(begin, m_stack.end());
    m_stack.erase(begin, m_stack.end());
    m_marks.pop_back();
    return items;
}

void PickleReader::pushTuple(ByteCursor& cursor, size_t count) {
    std::vector<const PickleValue*> items(count);
    for (size_t i = count; i > 0; --i) {
        items[i - 1] = pop(cursor);
    }
    push(PickleKind::Tuple).items = std::move(items);
}

void PickleReader::addItems(ByteCursor& cursor, const std::vector<const PickleValue*>& items) {
    PickleValue* container = top(cursor);
    const bool dict = container->is(PickleKind::Dict);
    if (!dict && !container->is(PickleKind::List) && !container->is(PickleKind::Set)) {
        cursor.fail("its pickle adds to something that is no container");
    }
    if (dict && items.size() % 2 != 0) {
        cursor.fail("its pickle adds a key without a value");
    }
    container->items.insert(container->items.end(), items.begin(), items.end());
}

void PickleReader::setMemo(ByteCursor& cursor, uint64_t index) {
    m_memo[index] = top(cursor);
}

void PickleReader::getMemo(ByteCursor& cursor, uint64_t index) {
    const auto found = m_memo.find(index);
    if (found == m_memo.end()) {
        cursor.fail("its pickle refers to a value that is not there", std::to_string(index));
    }
    m_stack.push_back(found->second);
}

}  // namespace secateur
