#include <fmt/format.h>

#include <cstring>

#include "core/base/file.h"
#include "core/io/checkpoint.h"
#include "core/io/safetensors.h"
#include "core/io/state_dict.h"
#include "tests/support/io_support.h"

using namespace secateur;
using namespace secateur::test;

namespace {

std::vector<uint8_t> rawFile(const std::string& header, const std::vector<uint8_t>& data,
                             uint64_t claimedHeader = 0) {
    const uint64_t length = claimedHeader != 0 ? claimedHeader : header.size();
    std::vector<uint8_t> bytes(8);
    std::memcpy(bytes.data(), &length, 8);
    bytes.insert(bytes.end(), header.begin(), header.end());
    bytes.insert(bytes.end(), data.begin(), data.end());
    return bytes;
}

Error parseError(const std::string& header, size_t dataBytes, uint64_t claimedHeader = 0) {
    return errorOf([&] {
        parseSafetensors(rawFile(header, std::vector<uint8_t>(dataBytes), claimedHeader),
                         "net.safetensors");
    });
}

std::string tensorHeader(const std::string& name, const std::string& type, const std::string& shape,
                         int64_t begin, int64_t end) {
    return fmt::format(R"("{}":{{"dtype":"{}","shape":{},"data_offsets":[{},{}]}})", name, type,
                       shape, begin, end);
}

StateDict everyType() {
    StateDict state;
    const at::Tensor numbers = at::tensor({1.0, 0.0, -3.0, 4.0, 5.0, 100.0}).reshape({2, 3});
    for (const at::ScalarType type : {at::kDouble, at::kFloat, at::kHalf, at::kBFloat16, at::kLong,
                                      at::kInt, at::kShort, at::kChar, at::kByte, at::kBool}) {
        const at::Tensor values = type == at::kByte ? numbers.abs() : numbers;
        state.tensors.emplace_back(at::toString(type), values.to(type));
    }
    state.tensors.emplace_back("transposed", numbers.t());
    state.tensors.emplace_back("scalar", at::scalar_tensor(2.5));
    state.tensors.emplace_back("empty", at::empty({0, 3}));
    state.metadata = {{"format", "pt"}, {"quote", "\"caf\xc3\xa9\"\n"}};
    return state;
}

}  // namespace

TEST_CASE("the bytes are those of the specification", "[io][safetensors]") {
    StateDict state;
    state.tensors.emplace_back("a", at::tensor({1.0f, -2.0f}));
    const std::vector<uint8_t> bytes = serializeSafetensors(state);
    // 51 characters, padded to 56.
    const std::string header =
        R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})" + std::string("  ");
    const std::vector<uint8_t> data{0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0};
    CHECK(header.size() == 56);
    CHECK(bytes == rawFile(header, data));
}

TEST_CASE("every type comes back, and the bytes are the same again", "[io][safetensors]") {
    const TemporaryFolder folder;
    const std::string path = folder.file("all.safetensors");
    const StateDict state = everyType();
    const int64_t size = writeSafetensors(path, state);
    const std::vector<uint8_t> bytes = readFile(path);
    CHECK(size == static_cast<int64_t>(bytes.size()));
    CHECK(looksLikeSafetensors(path));

    const StateDict loaded = readCheckpoint(path);
    CHECK(loaded.metadata == state.metadata);
    REQUIRE(loaded.tensors.size() == state.tensors.size());
    for (size_t i = 0; i < state.tensors.size(); ++i) {
        INFO(state.tensors[i].first);
        CHECK(loaded.tensors[i].first == state.tensors[i].first);
        CHECK(identical(loaded.tensors[i].second, state.tensors[i].second));
        CHECK(loaded.tensors[i].second.is_contiguous());
    }
    CHECK(serializeSafetensors(loaded) == bytes);
}

TEST_CASE("tensors that lie unaligned or in another order than named are read",
          "[io][safetensors]") {
    const std::string header = "{" + tensorHeader("late", "F32", "[1]", 3, 7) + "," +
                               tensorHeader("early", "U8", "[3]", 0, 3) + "}";
    const StateDict state = parseSafetensors(rawFile(header, {7, 8, 9, 0, 0, 0x80, 0x3f}), "x");
    REQUIRE(state.tensors.size() == 2);
    CHECK(state.tensors[0].first == "late");
    CHECK(state.tensors[0].second.item<float>() == 1.0f);
    CHECK(identical(*state.find("early"), at::tensor({7, 8, 9}, at::kByte)));
    CHECK(state.find("absent") == nullptr);
}

TEST_CASE("a header that claims what is not there is refused", "[io][safetensors]") {
    const uint64_t terabytes = uint64_t{1} << 43;
    const std::string valid = "{" + tensorHeader("a", "F32", "[1]", 0, 4) + "}";
    CHECK(parseError(valid, 4, terabytes).code() == ErrorCode::CorruptData);
    CHECK(parseError(valid, 4, ~uint64_t{0}).code() == ErrorCode::CorruptData);

    const struct {
        std::string header;
        size_t dataBytes;
        const char* says;
    } cases[] = {
        {"{" + tensorHeader("a", "F32", "[1099511627776]", 0, 4398046511104) + "}", 4, "outside"},
        {"{" + tensorHeader("a", "F32", "[4611686018427387904,4]", 0, 4) + "}", 4, "wrong number"},
        {"{" + tensorHeader("a", "F32", "[0,4611686018427387904,8]", 0, 0) + "}", 0,
         "wrong number"},
        {"{" + tensorHeader("a", "F32", "[2]", 0, 4) + "}", 4, "wrong number"},
        {"{" + tensorHeader("a", "F64", "[1]", 0, 4) + "}", 4, "wrong number"},
        {"{" + tensorHeader("a", "F32", "[1]", 4, 0) + "}", 4, "outside"},
        {"{" + tensorHeader("a", "F32", "[-1]", 0, 4) + "}", 4, "shape"},
        {"{" + tensorHeader("a", "F32", "[1.5]", 0, 4) + "}", 4, "shape"},
        {"{" + tensorHeader("a", "F32", "[18446744073709551615]", 0, 4) + "}", 4, "shape"},
        {"{" + tensorHeader("a", "F32", "[1]", -4, 0) + "}", 4, "data_offsets"},
        {"{" + tensorHeader("a", "F32", "[1]", 0, 4) + "," + tensorHeader("b", "F32", "[1]", 2, 6) +
             "}",
         6, "overlaps"},
        {"{" + tensorHeader("a", "F32", "[1]", 0, 4) + "," +
             tensorHeader("b", "F32", "[1]", 6, 10) + "}",
         10, "gap"},
        {"{" + tensorHeader("a", "F32", "[1]", 0, 4) + "}", 9, "does not end"},
        {"{" + tensorHeader("a", "F32", "[1]", 0, 4) + "," + tensorHeader("a", "F32", "[1]", 4, 8) +
             "}",
         8, "twice"},
        {"{\"a\":{\"dtype\":\"F32\"", 0, "not JSON"},
        {"[1,2]", 0, "not a JSON object"},
        {"{\"a\":3}", 0, "no valid dtype"},
        {"{\"a\":{\"dtype\":1,\"shape\":[],\"data_offsets\":[0,4]}}", 4, "no valid dtype"},
        {"{\"__metadata__\":{\"a\":1}}", 0, "not a string"},
        {"{\"__metadata__\":[]}", 0, "not an object"},
        {"", 0, "not JSON"},
    };
    for (const auto& c : cases) {
        INFO(c.header);
        const Error error = parseError(c.header, c.dataBytes);
        CHECK(error.code() == ErrorCode::CorruptData);
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring(c.says));
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("net.safetensors"));
    }
    CHECK(parseError("{" + tensorHeader("a", "F8_E4M3", "[1]", 0, 1) + "}", 1).code() ==
          ErrorCode::Unsupported);
    CHECK(errorOf([] { parseSafetensors({1, 2, 3}, "x"); }).code() == ErrorCode::CorruptData);
    CHECK(parseError(std::string(200000, '['), 0).code() == ErrorCode::CorruptData);
    CHECK(errorOf([] {
              parseSafetensors(rawFile("{" + tensorHeader("a", "BOOL", "[1]", 0, 1) + "}", {2}),
                               "x");
          }).code() == ErrorCode::CorruptData);
}

TEST_CASE("what the format cannot hold is not written", "[io][safetensors]") {
    StateDict twice;
    twice.tensors.emplace_back("a", at::ones({1}));
    twice.tensors.emplace_back("a", at::ones({1}));
    CHECK(errorOf([&] { serializeSafetensors(twice); }).code() == ErrorCode::InvalidArgument);

    StateDict complexNumbers;
    complexNumbers.tensors.emplace_back("a", at::ones({1}, at::kComplexFloat));
    CHECK(errorOf([&] { serializeSafetensors(complexNumbers); }).code() == ErrorCode::Unsupported);

    StateDict badName;
    badName.tensors.emplace_back("\xff\xfe", at::ones({1}));
    CHECK(errorOf([&] { serializeSafetensors(badName); }).code() == ErrorCode::InvalidArgument);
}

TEST_CASE("an empty state is a file too", "[io][safetensors]") {
    const std::vector<uint8_t> bytes = serializeSafetensors({});
    CHECK(bytes == rawFile("{}      ", {}));
    CHECK(parseSafetensors(bytes, "x").tensors.empty());
}
