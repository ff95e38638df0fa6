#include "core/io/pickle_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "core/io/pickle_globals.h"

namespace secateur {

namespace {

/// Far above any checkpoint (one tensor takes about 20); bounds the memory of a hostile file.
constexpr size_t kMaxValues = 4'000'000;
constexpr size_t kMaxMarks = 1000;
constexpr uint64_t kMaxProtocol = 5;

/// The opcodes of Python's pickletools, but for those of extension registries and buffers.
enum Opcode : uint8_t {
    kMark = '(',
    kStop = '.',
    kPop = '0',
    kPopMark = '1',
    kDup = '2',
    kBinFloat = 'G',
    kInt = 'I',
    kLong = 'L',
    kFloat = 'F',
    kString = 'S',
    kUnicode = 'V',
    kGet = 'g',
    kPut = 'p',
    kDict = 'd',
    kList = 'l',
    kInst = 'i',
    kObj = 'o',
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
    kNewObjEx = 0x92,
    kStackGlobal = 0x93,
    kMemoize = 0x94,
    kFrame = 0x95,
    kByteArray8 = 0x96,
};

}  // namespace

const PickleValue* PickleValue::find(const std::string& key) const {
    const bool object = kind == PickleKind::Object;
    for (size_t i = items.size(); (object || kind == PickleKind::Dict) && i >= 2; i -= 2) {
        if (items[i - 2]->is(PickleKind::Text) && items[i - 2]->text == key) {
            return items[i - 1];
        }
        // The attributes of an object: a dict that is its state.
        if (object && items[i - 2] == &kNoKey && items[i - 1]->is(PickleKind::Dict)) {
            if (const PickleValue* attribute = items[i - 1]->find(key)) {
                return attribute;
            }
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
               !stepLine(cursor, opcode) && !stepConstant(cursor, opcode) &&
               !stepContainer(cursor, opcode) && !stepObject(cursor, opcode)) {
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
        case kByteArray8:
            pushText(PickleKind::Bytes, cursor.text(cursor.number(8)));
            return true;
        default:
            return false;
    }
}

/// What protocol 0 writes, a line each.
bool PickleReader::stepLine(ByteCursor& cursor, uint8_t opcode) {
    switch (opcode) {
        case kInt: {
            const std::string line = cursor.line();
            if (line == "00" || line == "01") {
                push(PickleKind::Bool).integer = line == "01" ? 1 : 0;
            } else {
                pushDecimal(cursor, line);
            }
            return true;
        }
        case kLong: {
            std::string line = cursor.line();
            line.resize(line.ends_with('L') ? line.size() - 1 : line.size());
            pushDecimal(cursor, line);
            return true;
        }
        case kFloat:
            push(PickleKind::Float).real = std::strtod(cursor.line().c_str(), nullptr);
            return true;
        case kString: {
            const std::string line = cursor.line();
            pushText(PickleKind::Text, line.size() < 2 ? line : line.substr(1, line.size() - 2));
            return true;
        }
        case kUnicode:
            pushText(PickleKind::Text, cursor.line());
            return true;
        case kPut:
            setMemo(cursor, std::strtoull(cursor.line().c_str(), nullptr, 10));
            return true;
        case kGet:
            getMemo(cursor, std::strtoull(cursor.line().c_str(), nullptr, 10));
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
            pushItems(PickleKind::Tuple, popToMark(cursor));
            return true;
        case kFrozenSet:
            pushItems(PickleKind::Set, popToMark(cursor));
            return true;
        case kList:
            pushItems(PickleKind::List, popToMark(cursor));
            return true;
        case kDict: {
            const auto items = popToMark(cursor);
            push(PickleKind::Dict);
            addItems(cursor, items);
            return true;
        }
        default:
            return stepItems(cursor, opcode);
    }
}

/// What is added to the container below.
bool PickleReader::stepItems(ByteCursor& cursor, uint8_t opcode) {
    switch (opcode) {
        case kAppend: {
            const PickleValue* item = pop(cursor);
            addItems(cursor, {item}, false);
            return true;
        }
        case kSetItem: {
            const PickleValue* value = pop(cursor);
            const PickleValue* key = pop(cursor);
            addItems(cursor, {key, value});
            return true;
        }
        case kSetItems:
            addItems(cursor, popToMark(cursor));
            return true;
        case kAppends:
        case kAddItems:
            addItems(cursor, popToMark(cursor), false);
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
            if (!m_marks.empty() && m_stack.size() == m_marks.back()) {
                m_marks.pop_back();
            } else {
                pop(cursor);
            }
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
        case kNewObj:
        case kNewObjEx: {
            if (opcode == kNewObjEx) {
                pop(cursor);  // named arguments
            }
            const PickleValue* arguments = pop(cursor);
            const PickleValue* callable = pop(cursor);
            pushCall(cursor, *callable, *arguments);
            return true;
        }
        case kInst:
        case kObj: {
            auto arguments = popToMark(cursor);
            PickleValue callable;
            if (opcode == kInst) {
                const std::string module = cursor.line();
                callable = pickleGlobal(cursor, module, cursor.line());
            } else if (!arguments.empty()) {
                callable = *arguments.front();
                arguments.erase(arguments.begin());
            }
            pushItems(PickleKind::Tuple, std::move(arguments));
            pushCall(cursor, callable, *pop(cursor));
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

void PickleReader::pushItems(PickleKind kind, std::vector<const PickleValue*> items) {
    push(kind).items = std::move(items);
}

void PickleReader::pushCall(ByteCursor& cursor, const PickleValue& callable,
                            const PickleValue& arguments) {
    PickleValue& result = push(PickleKind::None);
    result = pickleCall(cursor, callable, arguments);
    // A call copies what it is given, and can be given the same thing again and again.
    m_copied += result.items.size() + result.text.size() / sizeof(void*);
}

/// A number in digits; one of more than 64 bits becomes a BigInt of its bytes.
void PickleReader::pushDecimal(ByteCursor& cursor, std::string digits) {
    constexpr size_t kMaxDigits = 100;
    const bool negative = digits.starts_with('-');
    digits.erase(0, negative ? 1 : 0);
    if (digits.empty() || digits.size() > kMaxDigits ||
        digits.find_first_not_of("0123456789") != std::string::npos) {
        cursor.fail("a number in its pickle is none");
    }
    std::string bytes;  // base 256, the lowest first
    for (const char digit : digits) {
        int carry = digit - '0';
        for (char& byte : bytes) {
            carry += 10 * static_cast<uint8_t>(byte);
            byte = static_cast<char>(carry & 0xff);
            carry >>= 8;
        }
        if (carry > 0) {
            bytes += static_cast<char>(carry);
        }
    }
    if (bytes.size() > 8 || (bytes.size() == 8 && static_cast<uint8_t>(bytes.back()) > 127)) {
        pushText(PickleKind::BigInt, bytes);
        return;
    }
    int64_t value = 0;
    for (size_t i = bytes.size(); i > 0; --i) {
        value = value << 8 | static_cast<uint8_t>(bytes[i - 1]);
    }
    pushInteger(negative ? -value : value);
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

void PickleReader::addItems(ByteCursor& cursor, const std::vector<const PickleValue*>& items,
                            bool pairs) {
    PickleValue* container = top(cursor);
    const bool object = container->is(PickleKind::Object);
    if (object && !pairs) {
        return;  // an inert list or set
    }
    if (pairs ? !object && !container->is(PickleKind::Dict)
              : !container->is(PickleKind::List) && !container->is(PickleKind::Set)) {
        cursor.fail("its pickle adds to something that is no container");
    }
    if (pairs && items.size() % 2 != 0) {
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
