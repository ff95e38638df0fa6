#include "core/io/pickle_globals.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <string_view>

#include "core/base/error.h"
#include "core/base/text.h"

namespace secateur {

namespace {

using Kind = PickleKind;
using Call = PickleValue (*)(const ByteCursor&, const PickleValue& arguments);

constexpr int64_t kMaxCount = int64_t{1} << 48;
constexpr size_t kMaxName = 500;

PickleValue make(Kind kind) {
    PickleValue value;
    value.kind = kind;
    return value;
}

const PickleValue& argument(const ByteCursor& cursor, const PickleValue& arguments, size_t index,
                            Kind kind) {
    if (index >= arguments.items.size() || !arguments.items[index]->is(kind)) {
        cursor.fail("a function in its pickle has the wrong arguments");
    }
    return *arguments.items[index];
}

/// A text that is copied; a long one could be copied again and again.
const std::string& nameArgument(const ByteCursor& cursor, const PickleValue& arguments,
                                size_t index) {
    const std::string& name = argument(cursor, arguments, index, Kind::Text).text;
    if (name.size() > kMaxName) {
        cursor.fail("a name in its pickle is too long");
    }
    return name;
}

int64_t countArgument(const ByteCursor& cursor, const PickleValue& arguments, size_t index) {
    const int64_t count = argument(cursor, arguments, index, Kind::Int).integer;
    if (count < 0 || count > kMaxCount) {
        cursor.fail("a size in its pickle is impossible", std::to_string(count));
    }
    return count;
}

std::vector<int64_t> countsArgument(const ByteCursor& cursor, const PickleValue& arguments,
                                    size_t index) {
    constexpr size_t kMaxDimensions = 64;
    const PickleValue& tuple = argument(cursor, arguments, index, Kind::Tuple);
    if (tuple.items.size() > kMaxDimensions) {
        cursor.fail("a tensor has too many dimensions", std::to_string(tuple.items.size()));
    }
    std::vector<int64_t> counts;
    for (size_t i = 0; i < tuple.items.size(); ++i) {
        counts.push_back(countArgument(cursor, tuple, i));
    }
    return counts;
}

/// OrderedDict() or OrderedDict([(key, value), ...]), Counter({...}).
PickleValue makeDict(const ByteCursor& cursor, const PickleValue& arguments) {
    constexpr size_t kMaxEntries = 100'000;  // torch.save adds entries by SETITEMS, not so
    PickleValue dict = make(Kind::Dict);
    if (arguments.items.empty()) {
        return dict;
    }
    const PickleValue& given = *arguments.items[0];
    if (given.items.size() > kMaxEntries) {
        cursor.fail("a dict in its pickle is too large");
    }
    if (given.is(Kind::Dict)) {
        dict.items = given.items;
        return dict;
    }
    for (const PickleValue* pair : argument(cursor, arguments, 0, Kind::List).items) {
        if ((!pair->is(Kind::Tuple) && !pair->is(Kind::List)) || pair->items.size() != 2) {
            cursor.fail("a dict in its pickle is not made of pairs");
        }
        dict.items.insert(dict.items.end(), pair->items.begin(), pair->items.end());
    }
    return dict;
}

/// set([...]), as protocols before 4 write it. Sets are read over, not into anything.
PickleValue makeSet(const ByteCursor&, const PickleValue&) {
    return make(Kind::Set);
}

/// torch.Size((2, 3)): a tuple.
PickleValue makeSize(const ByteCursor& cursor, const PickleValue& arguments) {
    countsArgument(cursor, arguments, 0);
    PickleValue size = make(Kind::Tuple);
    size.items = arguments.items[0]->items;
    return size;
}

/// torch.device("cuda", 0): its name.
PickleValue makeDevice(const ByteCursor& cursor, const PickleValue& arguments) {
    PickleValue device = make(Kind::Text);
    device.text = nameArgument(cursor, arguments, 0);
    return device;
}

/// torch._utils._rebuild_tensor(storage, offset, size, stride), and _rebuild_tensor_v2 with two
/// arguments more (requires_grad, backward hooks) that do not matter for inference.
PickleValue rebuildTensor(const ByteCursor& cursor, const PickleValue& arguments) {
    auto recipe =
        std::make_shared<TensorRecipe>(*argument(cursor, arguments, 0, Kind::Storage).tensor);
    recipe->offset += countArgument(cursor, arguments, 1);
    recipe->sizes = countsArgument(cursor, arguments, 2);
    recipe->strides = countsArgument(cursor, arguments, 3);
    if (recipe->sizes.size() != recipe->strides.size()) {
        cursor.fail("a tensor has not one stride for each dimension");
    }
    PickleValue tensor = make(Kind::Tensor);
    tensor.tensor = std::move(recipe);
    return tensor;
}

/// _rebuild_tensor_v3(storage, offset, size, stride, requires_grad, hooks, dtype): the storage is
/// bytes, the type stands here.
PickleValue rebuildTensor3(const ByteCursor& cursor, const PickleValue& arguments) {
    PickleValue tensor = rebuildTensor(cursor, arguments);
    auto recipe = std::make_shared<TensorRecipe>(*tensor.tensor);
    recipe->type = argument(cursor, arguments, 6, Kind::Dtype).type;
    tensor.tensor = std::move(recipe);
    return tensor;
}

/// What is called with what: nothing more is known of it.
PickleValue inertObject(const std::string& name, const PickleValue& arguments) {
    PickleValue object = make(Kind::Object);
    object.text = name;
    object.items = {&kNoKey, &arguments};
    return object;
}

/// torch._tensor._rebuild_from_type_v2(function, type, arguments, state): a tensor with attributes.
PickleValue rebuildFromType(const ByteCursor& cursor, const PickleValue& arguments) {
    const PickleValue& function = argument(cursor, arguments, 0, Kind::Callable);
    const PickleValue& given = argument(cursor, arguments, 2, Kind::Tuple);
    if (function.text.starts_with("torch._utils._rebuild_")) {
        return pickleCall(cursor, function, given);
    }
    return inertObject(function.text, given);
}

/// torch._utils._rebuild_parameter(data, requires_grad, backward hooks): the data.
PickleValue rebuildParameter(const ByteCursor& cursor, const PickleValue& arguments) {
    return argument(cursor, arguments, 0, Kind::Tensor);
}

/// _codecs.encode(text, "latin1"): how protocols before 3 write bytes.
PickleValue encodeLatin1(const ByteCursor& cursor, const PickleValue& arguments) {
    constexpr size_t kMaxText = 4096;  // numpy scalars; a larger text could be encoded repeatedly
    const std::string& text = argument(cursor, arguments, 0, Kind::Text).text;
    const std::string& encoding = argument(cursor, arguments, 1, Kind::Text).text;
    if ((encoding != "latin1" && encoding != "latin-1") || text.size() > kMaxText) {
        return make(Kind::None);
    }
    PickleValue bytes = make(Kind::Bytes);
    for (size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<uint8_t>(text[i]);
        if (lead < 0x80) {
            bytes.text += text[i];
        } else if ((lead == 0xc2 || lead == 0xc3) && i + 1 < text.size()) {
            bytes.text += static_cast<char>((lead & 3) << 6 | (text[++i] & 0x3f));
        } else {
            cursor.fail("its pickle encodes a text that is not Latin-1");
        }
    }
    return bytes;
}

/// numpy.dtype("f8", ...); its byte order comes by BUILD.
PickleValue makeNumpyType(const ByteCursor& cursor, const PickleValue& arguments) {
    PickleValue type = make(Kind::NumpyType);
    type.text = nameArgument(cursor, arguments, 0);
    return type;
}

template <class T>
T loadAs(const std::string& bytes) {
    T value;
    std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
}

PickleValue decodeNumpy(const std::string& type, const std::string& bytes) {
    PickleValue value = make(Kind::Int);
    const auto real = [&](double number) {
        value.kind = Kind::Float;
        value.real = number;
    };
    if (type == "f8") {
        real(loadAs<double>(bytes));
    } else if (type == "f4") {
        real(loadAs<float>(bytes));
    } else if (type == "f2") {
        real(static_cast<float>(loadAs<at::Half>(bytes)));
    } else if (type == "i8" || type == "u8") {
        value.integer = loadAs<int64_t>(bytes);
    } else if (type == "i4") {
        value.integer = loadAs<int32_t>(bytes);
    } else if (type == "u4") {
        value.integer = loadAs<uint32_t>(bytes);
    } else if (type == "i2") {
        value.integer = loadAs<int16_t>(bytes);
    } else if (type == "u2") {
        value.integer = loadAs<uint16_t>(bytes);
    } else if (type == "i1") {
        value.integer = loadAs<int8_t>(bytes);
    } else if (type == "u1") {
        value.integer = loadAs<uint8_t>(bytes);
    } else if (type == "b1") {
        value.kind = Kind::Bool;
        value.integer = bytes[0] != 0;
    } else {
        value.kind = Kind::None;
    }
    return value;
}

/// numpy.core.multiarray.scalar(dtype, bytes). Text and other odd types are read as None.
PickleValue numpyScalar(const ByteCursor& cursor, const PickleValue& arguments) {
    const PickleValue& type = argument(cursor, arguments, 0, Kind::NumpyType);
    // Python 2 has no type of its own for bytes.
    const bool python2 = arguments.items.size() > 1 && arguments.items[1]->is(Kind::Text);
    std::string bytes = argument(cursor, arguments, 1, python2 ? Kind::Text : Kind::Bytes).text;
    if (type.text.size() != 2 || std::string("fiub").find(type.text[0]) == std::string::npos) {
        return make(Kind::None);
    }
    if (bytes.size() != static_cast<size_t>(type.text[1] - '0')) {
        cursor.fail("a numpy scalar has the wrong size");
    }
    if (type.integer != 0) {
        std::reverse(bytes.begin(), bytes.end());
    }
    return decodeNumpy(type.text, bytes);
}

const std::map<std::string, Call>& calls() {
    static const std::map<std::string, Call> table{
        {"collections.OrderedDict", makeDict},
        {"collections.Counter", makeDict},
        {"__builtin__.set", makeSet},
        {"builtins.set", makeSet},
        {"__builtin__.frozenset", makeSet},
        {"builtins.frozenset", makeSet},
        {"torch.Size", makeSize},
        {"torch.device", makeDevice},
        {"torch._utils._rebuild_tensor", rebuildTensor},
        {"torch._utils._rebuild_tensor_v2", rebuildTensor},
        {"torch._utils._rebuild_tensor_v3", rebuildTensor3},
        {"torch._utils._rebuild_parameter", rebuildParameter},
        {"torch._utils._rebuild_parameter_with_state", rebuildParameter},
        {"torch._utils._rebuild_qtensor", rebuildTensor},
        {"torch._tensor._rebuild_from_type_v2", rebuildFromType},
        {"_codecs.encode", encodeLatin1},
        {"numpy.dtype", makeNumpyType},
        {"numpy.core.multiarray.scalar", numpyScalar},
        {"numpy._core.multiarray.scalar", numpyScalar},
    };
    return table;
}

const std::map<std::string, std::pair<Kind, at::ScalarType>>& types() {
    static const std::map<std::string, std::pair<Kind, at::ScalarType>> table{
        {"torch.DoubleStorage", {Kind::StorageType, at::kDouble}},
        {"torch.FloatStorage", {Kind::StorageType, at::kFloat}},
        {"torch.HalfStorage", {Kind::StorageType, at::kHalf}},
        {"torch.BFloat16Storage", {Kind::StorageType, at::kBFloat16}},
        {"torch.LongStorage", {Kind::StorageType, at::kLong}},
        {"torch.IntStorage", {Kind::StorageType, at::kInt}},
        {"torch.ShortStorage", {Kind::StorageType, at::kShort}},
        {"torch.CharStorage", {Kind::StorageType, at::kChar}},
        {"torch.ByteStorage", {Kind::StorageType, at::kByte}},
        {"torch.BoolStorage", {Kind::StorageType, at::kBool}},
        {"torch.QInt8Storage", {Kind::StorageType, at::kQInt8}},
        {"torch.QUInt8Storage", {Kind::StorageType, at::kQUInt8}},
        {"torch.QInt32Storage", {Kind::StorageType, at::kQInt32}},
        {"torch.ComplexFloatStorage", {Kind::StorageType, at::kComplexFloat}},
        {"torch.ComplexDoubleStorage", {Kind::StorageType, at::kComplexDouble}},
        {"torch.UntypedStorage", {Kind::StorageType, at::kByte}},
        {"torch.storage.UntypedStorage", {Kind::StorageType, at::kByte}},
        {"torch.float64", {Kind::Dtype, at::kDouble}},
        {"torch.float32", {Kind::Dtype, at::kFloat}},
        {"torch.float16", {Kind::Dtype, at::kHalf}},
        {"torch.bfloat16", {Kind::Dtype, at::kBFloat16}},
        {"torch.int64", {Kind::Dtype, at::kLong}},
        {"torch.int32", {Kind::Dtype, at::kInt}},
        {"torch.int16", {Kind::Dtype, at::kShort}},
        {"torch.int8", {Kind::Dtype, at::kChar}},
        {"torch.uint8", {Kind::Dtype, at::kByte}},
        {"torch.bool", {Kind::Dtype, at::kBool}},
        {"torch.complex64", {Kind::Dtype, at::kComplexFloat}},
        {"torch.complex128", {Kind::Dtype, at::kComplexDouble}},
    };
    return table;
}

/// Whether only a file that means harm names it. Nothing would be called, but whoever opens such a
/// file wants to know.
bool meansHarm(const std::string& module, const std::string& name) {
    static const std::set<std::string> modules{"os",        "posix",  "nt",     "subprocess",
                                               "sys",       "socket", "shutil", "pty",
                                               "importlib", "runpy",  "ctypes", "webbrowser"};
    static const std::set<std::string> functions{"eval", "exec",       "execfile", "compile",
                                                 "open", "__import__", "apply",    "input"};
    const bool builtin = module == "builtins" || module == "__builtin__";
    return builtin ? functions.contains(name)
                   : modules.contains(module.substr(0, module.find('.')));
}

}  // namespace

const PickleValue kNoKey{};

PickleValue pickleGlobal(const ByteCursor& cursor, const std::string& module,
                         const std::string& name) {
    if (module.size() + name.size() > kMaxName) {
        cursor.fail("a name in its pickle is too long");
    }
    const std::string full = module + "." + name;
    if (meansHarm(module, name)) {
        throw Error(ErrorCode::Unsupported,
                    "the checkpoint wants to run \"" + printable(full) +
                        "\" and is refused; nothing in a checkpoint is executed",
                    {cursor.source() + ", byte " + std::to_string(cursor.offset()), "", ""});
    }
    constexpr std::string_view kCuda = "torch.cuda.";
    const auto type =
        types().find(full.starts_with(kCuda) ? "torch." + full.substr(kCuda.size()) : full);
    if (type != types().end()) {
        PickleValue value = make(type->second.first);
        value.type = type->second.second;
        return value;
    }
    PickleValue value = make(Kind::Callable);
    value.text = full;
    return value;
}

PickleValue pickleCall(const ByteCursor& cursor, const PickleValue& callable,
                       const PickleValue& arguments) {
    const auto known = callable.is(Kind::Callable) && arguments.is(Kind::Tuple)
                           ? calls().find(callable.text)
                           : calls().end();
    return known != calls().end() ? known->second(cursor, arguments)
                                  : inertObject(callable.text.substr(0, kMaxName), arguments);
}

void pickleBuild(const ByteCursor& cursor, PickleValue& object, const PickleValue& state) {
    if (object.is(Kind::NumpyType)) {
        const std::string& order = argument(cursor, state, 1, Kind::Text).text;
        object.integer = order == ">" ? 1 : 0;
    } else if (object.is(Kind::Object)) {
        object.items.insert(object.items.end(), {&kNoKey, &state});
    }
}

PickleValue picklePersistent(const ByteCursor& cursor, const PickleValue& id) {
    const std::string what = id.is(Kind::Tuple) ? nameArgument(cursor, id, 0) : "";
    if (what == "module") {
        return argument(cursor, id, 1, Kind::Callable);
    }
    if (what != "storage") {
        cursor.fail("its pickle refers to something that is no storage");
    }
    auto recipe = std::make_shared<TensorRecipe>();
    recipe->type = recipe->storageType = argument(cursor, id, 1, Kind::StorageType).type;
    recipe->storageKey = nameArgument(cursor, id, 2);
    recipe->storageElements = countArgument(cursor, id, 4);
    if (id.items.size() > 5 && !id.items[5]->is(Kind::None)) {
        const PickleValue& view = argument(cursor, id, 5, Kind::Tuple);
        recipe->offset = countArgument(cursor, view, 1);
        if (recipe->offset + countArgument(cursor, view, 2) > recipe->storageElements) {
            cursor.fail("a view is larger than its storage");
        }
    }
    PickleValue storage = make(Kind::Storage);
    storage.tensor = std::move(recipe);
    return storage;
}

}  // namespace secateur
