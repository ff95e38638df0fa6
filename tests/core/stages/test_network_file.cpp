#include "core/stages/network_file.h"

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace secateur;

TEST_CASE("the name of an exported network says what it is", "[network_file]") {
    const auto where = [](const std::string& path, std::optional<NetworkFormat> asked) {
        const NetworkDestination out = networkDestination(path, asked);
        return out.path + " " + enumName(out.format);
    };
    CHECK(where("a/net.onnx", {}) == "a/net.onnx onnx");
    CHECK(where("net.ONNX", NetworkFormat::Onnx) == "net.ONNX onnx");
    CHECK(where("net.safetensors", {}) == "net.safetensors safetensors");
    CHECK(where("a.b/int8_2", NetworkFormat::Onnx) == "a.b/int8_2.onnx onnx");
    CHECK(where("int8_2", {}) == "int8_2.safetensors safetensors");
    CHECK(where("small.v2", NetworkFormat::PyTorch) == "small.v2 pytorch");
    CHECK_THROWS_WITH(
        where("net.onnx", NetworkFormat::PyTorch),
        Catch::Matchers::ContainsSubstring("the file name is that of another format"));
    CHECK_THROWS_WITH(where("net.pytorch", {}),
                      Catch::Matchers::ContainsSubstring(".onnx or .safetensors"));
    using Catch::Matchers::ContainsSubstring;
    CHECK_THROWS_WITH(where("net.pt", NetworkFormat::Onnx),
                      ContainsSubstring(".onnx or .safetensors"));
    CHECK_THROWS_WITH(where("net.", {}), ContainsSubstring(".onnx or .safetensors"));
    CHECK_THROWS_WITH(where("net.safetensors", NetworkFormat::Onnx),
                      ContainsSubstring("the file name is that of another format"));
}
