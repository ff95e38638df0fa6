#include "core/onnx/onnx_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <map>
#include <optional>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/io/tensor_bytes.h"

namespace secateur {

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr int64_t kOldestOpset = 9;
constexpr int64_t kNewestOpset = 21;
/// Messages and texts in a model. Networks have tens of thousands; each takes up to some hundred
/// bytes of memory, and as few as two of the file.
constexpr int64_t kMostOnnxParts = 2'000'000;
constexpr int kDeepestOnnx = 32;

[[noreturn]] void notOnnx(const std::string& reason) {
    throw Error(ErrorCode::CorruptData, "not an ONNX model", {"", "", reason});
}

/// Walks over what protobuf would make objects of, without making them.
class PartCounter {
 public:
    void count(const uint8_t* data, size_t size, const Descriptor& type, int depth = 0) {
        if (depth > kDeepestOnnx) {
            notOnnx("messages within messages");
        }
        const uint8_t* const end = data + size;
        while (data < end) {
            const uint64_t tag = varint(data, end);
            const FieldDescriptor* field = type.FindFieldByNumber(static_cast<int>(tag >> 3));
            switch (tag & 7) {
                case 0:
                    varint(data, end);
                    break;
                case 1:
                    skip(data, end, 8);
                    break;
                case 5:
                    skip(data, end, 4);
                    break;
                case 2: {
                    const uint64_t length = varint(data, end);
                    const uint8_t* const part = data;
                    skip(data, end, length);
                    countOne();
                    if (field != nullptr && field->message_type() != nullptr) {
                        count(part, length, *field->message_type(), depth + 1);
                    }
                    break;
                }
                default:
                    notOnnx("a field of no known kind");
            }
        }
    }

 private:
    void countOne() {
        if (++m_parts > kMostOnnxParts) {
            throw Error(ErrorCode::Unsupported, "the ONNX model has too many parts",
                        {"", fmt::format("at most {}", kMostOnnxParts), "more"});
        }
    }
    static uint64_t varint(const uint8_t*& data, const uint8_t* end) {
        uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (data == end) {
                notOnnx("the file ends within a number");
            }
            const uint8_t byte = *data++;
            value |= static_cast<uint64_t>(byte & 127) << shift;
            if (byte < 128) {
                return value;
            }
        }
        notOnnx("a number that does not end");
    }
    static void skip(const uint8_t*& data, const uint8_t* end, uint64_t count) {
        if (count > static_cast<uint64_t>(end - data)) {
            notOnnx("the file ends within a field");
        }
        data += count;
    }

    int64_t m_parts = 0;
};

int64_t opsetOf(const onnx::ModelProto& model) {
    for (const onnx::OperatorSetIdProto& set : model.opset_import()) {
        if (!set.domain().empty() && set.domain() != "ai.onnx") {
            continue;
        }
        if (set.version() < kOldestOpset || set.version() > kNewestOpset) {
            throw Error(ErrorCode::Unsupported, "an operator set that is not known",
                        {"", fmt::format("opset {} to {}", kOldestOpset, kNewestOpset),
                         std::to_string(set.version())});
        }
        return set.version();
    }
    notOnnx("it names no operator set");
}

/// How a type lies in memory, and in a field of its own where the bytes are not given raw.
at::ScalarType storedType(const onnx::TensorProto& tensor) {
    switch (tensor.data_type()) {
        case onnx::TensorProto::FLOAT:
            return at::kFloat;
        case onnx::TensorProto::DOUBLE:
            return at::kDouble;
        case onnx::TensorProto::FLOAT16:
            return at::kHalf;
        case onnx::TensorProto::BFLOAT16:
            return at::kBFloat16;
        case onnx::TensorProto::INT64:
            return at::kLong;
        case onnx::TensorProto::INT32:
            return at::kInt;
        case onnx::TensorProto::INT16:
            return at::kShort;
        case onnx::TensorProto::INT8:
            return at::kChar;
        case onnx::TensorProto::UINT8:
            return at::kByte;
        case onnx::TensorProto::BOOL:
            return at::kBool;
        default:
            throw Error(ErrorCode::Unsupported, "a tensor of a type that is not known",
                        {tensor.name(), "real numbers, integers or booleans",
                         std::to_string(tensor.data_type())});
    }
}

std::vector<int64_t> shapeOf(const onnx::TensorProto& tensor) {
    return {tensor.dims().begin(), tensor.dims().end()};
}

[[noreturn]] void wrongSize(const onnx::TensorProto& tensor, const std::string& got) {
    throw Error(ErrorCode::CorruptData, "a tensor's dimensions and data do not agree",
                {tensor.name(), shapeText(shapeOf(tensor)), got});
}

template <class Values>
at::Tensor fromField(const onnx::TensorProto& tensor, const Values& values, at::ScalarType type) {
    const std::vector<int64_t> shape = shapeOf(tensor);
    const auto bytes = tensorBytes(shape, type);
    const auto count = static_cast<uint64_t>(values.size());
    if (!bytes || *bytes / at::elementSize(type) != count) {
        wrongSize(tensor, fmt::format("{} values", count));
    }
    return at::from_blob(const_cast<typename Values::value_type*>(values.data()), shape, type)
        .clone();
}

/// Half precision, small integers and booleans are kept as 32-bit integers; halves by their bits.
at::Tensor fromIntegers(const onnx::TensorProto& tensor, at::ScalarType type) {
    const at::Tensor wide = fromField(tensor, tensor.int32_data(), at::kInt);
    if (type == at::kHalf || type == at::kBFloat16) {
        at::Tensor bits = wide.to(at::kShort);
        return at::from_blob(bits.data_ptr(), bits.sizes(), type).clone();
    }
    return wide;
}

struct ExternalPlace {
    std::string location;
    uint64_t offset = 0;
    std::optional<uint64_t> length;
};

uint64_t externalNumber(const onnx::TensorProto& tensor, const std::string& text) {
    uint64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) {
        throw Error(ErrorCode::CorruptData, "external data at no place",
                    {tensor.name(), "a number", "'" + text.substr(0, 40) + "'"});
    }
    return value;
}

ExternalPlace externalPlace(const onnx::TensorProto& tensor) {
    ExternalPlace place;
    for (const onnx::StringStringEntryProto& entry : tensor.external_data()) {
        if (entry.key() == "location") {
            place.location = entry.value();
        } else if (entry.key() == "offset") {
            place.offset = externalNumber(tensor, entry.value());
        } else if (entry.key() == "length") {
            place.length = externalNumber(tensor, entry.value());
        }
    }
    return place;
}

/// The path within the model's folder. A link on the way could lead anywhere.
std::string externalPath(const onnx::TensorProto& tensor, const std::string& folder,
                         const std::string& location) {
    const auto refuse = [&](const std::string& expected) {
        throw Error(ErrorCode::Unsupported, "external data that is not read",
                    {tensor.name(), expected, "'" + location.substr(0, 200) + "'"});
    };
    const std::filesystem::path relative(location);
    if (folder.empty() || location.empty() || relative.is_absolute() ||
        location.find('\0') != std::string::npos) {
        refuse("a file beside the model");
    }
    std::filesystem::path path(folder);
    for (const std::filesystem::path& part : relative) {
        if (part == "..") {
            refuse("a file within the model's folder");
        }
        path /= part;
        std::error_code failure;
        if (std::filesystem::is_symlink(std::filesystem::symlink_status(path, failure))) {
            refuse("a file, and no symbolic link");
        }
    }
    return path.string();
}

at::Tensor externalTensor(const onnx::TensorProto& tensor, const std::string& folder,
                          at::ScalarType type) {
    const ExternalPlace place = externalPlace(tensor);
    const std::string path = externalPath(tensor, folder, place.location);
    uint64_t fileSize = 0;
    const FileDescriptor file = openInput(path, &fileSize);
    const auto bytes = tensorBytes(shapeOf(tensor), type);
    if (!bytes || *bytes != place.length.value_or(*bytes) || place.offset > fileSize ||
        *bytes > fileSize - place.offset) {
        wrongSize(tensor, fmt::format("{} bytes from {} on of the {} of {}",
                                      place.length.value_or(bytes.value_or(0)), place.offset,
                                      fileSize, place.location));
    }
    at::Tensor values = at::empty(shapeOf(tensor), type);
    auto* to = static_cast<uint8_t*>(values.data_ptr());
    for (uint64_t done = 0; done < *bytes;) {
        const ssize_t got =
            ::pread(file.get(), to + done, *bytes - done, static_cast<off_t>(place.offset + done));
        if (got <= 0) {
            throw Error(ErrorCode::Io, "cannot read file", {path, "", ""});
        }
        done += static_cast<uint64_t>(got);
    }
    return values;
}

at::Tensor storedTensor(const onnx::TensorProto& tensor, const std::string& folder) {
    const at::ScalarType type = storedType(tensor);
    if (tensor.data_location() == onnx::TensorProto::EXTERNAL) {
        return externalTensor(tensor, folder, type);
    }
    if (tensor.has_raw_data()) {
        const std::vector<int64_t> shape = shapeOf(tensor);
        const auto bytes = tensorBytes(shape, type);
        if (!bytes || *bytes != tensor.raw_data().size()) {
            wrongSize(tensor, fmt::format("{} bytes", tensor.raw_data().size()));
        }
        return tensorFromBytes(reinterpret_cast<const uint8_t*>(tensor.raw_data().data()), shape,
                               type, tensor.name());
    }
    switch (type) {
        case at::kFloat:
            return fromField(tensor, tensor.float_data(), type);
        case at::kDouble:
            return fromField(tensor, tensor.double_data(), type);
        case at::kLong:
            return fromField(tensor, tensor.int64_data(), type);
        default:
            return fromIntegers(tensor, type);
    }
}

}  // namespace

OnnxFile parseOnnxFile(const std::vector<uint8_t>& bytes, const std::string& folder) {
    if (bytes.size() > INT32_MAX) {
        throw Error(ErrorCode::Unsupported, "an ONNX model of more than 2 GB",
                    {"", "its weights in a file beside it", ""});
    }
    PartCounter().count(bytes.data(), bytes.size(), *onnx::ModelProto::descriptor());
    OnnxFile file{{}, folder, 0};
    if (!file.model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
        !file.model.has_graph()) {
        notOnnx("no graph");
    }
    file.opset = opsetOf(file.model);
    return file;
}

at::Tensor onnxTensor(const onnx::TensorProto& tensor, const std::string& folder) {
    const at::Tensor stored = storedTensor(tensor, folder);
    return stored.to(at::isFloatingType(stored.scalar_type()) ? at::kFloat : at::kLong);
}

}  // namespace secateur
