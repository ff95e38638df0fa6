#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/io/pytorch_checkpoint.h"
#include "tests/core/io/peer_checkpoints.h"
#include "tests/support/io_support.h"
#include "tests/support/not_tested.h"

using namespace secateur;
using namespace secateur::test;
using nlohmann::json;

namespace {

std::string typeName(at::ScalarType type) {
    switch (type) {
        case at::kDouble:
            return "float64";
        case at::kFloat:
            return "float32";
        case at::kHalf:
            return "float16";
        case at::kBFloat16:
            return "bfloat16";
        case at::kLong:
            return "int64";
        case at::kInt:
            return "int32";
        case at::kShort:
            return "int16";
        case at::kChar:
            return "int8";
        case at::kByte:
            return "uint8";
        case at::kBool:
            return "bool";
        default:
            return "?";
    }
}

/// As in the peer: the order of the values matters.
double weightedSum(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.reshape(-1).to(at::kDouble);
    return (flat * (at::arange(flat.numel()) % 7 + 1)).sum().item<double>();
}

Error readError(const std::string& name) {
    return errorOf([&] { readCheckpoint(peerCheckpoints()->folder.file(name)); });
}

}  // namespace

TEST_CASE("every form of checkpoint reads as PyTorch meant it", "[io][checkpoint][peer]") {
    const PeerCheckpoints* peer = peerCheckpoints();
    if (peer == nullptr) {
        notTested("/usr/bin/python3 cannot import torch (Debian: python3-torch)");
        return;
    }
    CHECK(peer->expected.size() >= 25);
    for (const auto& [file, expected] : peer->expected.items()) {
        INFO(file);
        const StateDict state = readCheckpoint(peer->folder.file(file));
        REQUIRE(state.tensors.size() == expected["tensors"].size());
        for (const auto& [name, tensor] : state.tensors) {
            INFO(name);
            REQUIRE(expected["tensors"].contains(name));
            const json& wanted = expected["tensors"][name];
            CHECK(tensor.sizes().vec() == wanted["shape"].get<std::vector<int64_t>>());
            CHECK(typeName(tensor.scalar_type()) == wanted["dtype"].get<std::string>());
            CHECK(weightedSum(tensor) == Approx(wanted["sum"].get<double>()).epsilon(1e-9));
            CHECK(tensor.is_contiguous());
        }
        CHECK(state.metadata == expected["metadata"].get<std::map<std::string, std::string>>());
    }
}

TEST_CASE("a checkpoint that wants to run something is refused by name", "[io][checkpoint][peer]") {
    if (peerCheckpoints() == nullptr) {
        notTested("/usr/bin/python3 cannot import torch (Debian: python3-torch)");
        return;
    }
    for (const char* file : {"evil.zip.pth", "evil.legacy.pth"}) {
        const Error error = readError(file);
        CHECK(error.code() == ErrorCode::Unsupported);
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("posix.system"));
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("byte "));
    }
    CHECK_FALSE(std::filesystem::exists(peerCheckpoints()->folder.file("executed")));
}

TEST_CASE("files that are something else say what they are", "[io][checkpoint][peer]") {
    if (peerCheckpoints() == nullptr) {
        notTested("/usr/bin/python3 cannot import torch (Debian: python3-torch)");
        return;
    }
    CHECK(readError("list.zip.pth").code() == ErrorCode::Unsupported);
    CHECK(readError("nested.zip.pth").code() == ErrorCode::Unsupported);
    CHECK(readError("marks.zip.pth").code() == ErrorCode::CorruptData);
    CHECK(readError("script.zip.pth").code() == ErrorCode::Unsupported);  // without parameters
    const Error quantized = readError("quantized.zip.pth");
    CHECK(quantized.code() == ErrorCode::Unsupported);
    CHECK_THAT(quantized.what(), Catch::Matchers::ContainsSubstring("torch.ao.quantization"));
    CHECK(readError("garbage.pth").code() == ErrorCode::CorruptData);
    CHECK(readError("absent.pth").code() == ErrorCode::NotFound);
    CHECK(errorOf([&] { readCheckpoint(peerCheckpoints()->folder.file("garbage.pth")); }).code() ==
          ErrorCode::CorruptData);
}

TEST_CASE("every dict of tensors in a checkpoint is offered", "[io][checkpoint][peer]") {
    if (peerCheckpoints() == nullptr) {
        notTested("/usr/bin/python3 cannot import torch (Debian: python3-torch)");
        return;
    }
    const Checkpoint checkpoint = openCheckpoint(peerCheckpoints()->folder.file("several.zip.pth"));
    std::vector<std::string> names;
    for (const WeightsOffer& offer : checkpoint.offers) {
        names.push_back(offer.name + (offer.averaged ? " averaged" : ""));
    }
    // Level by level.
    REQUIRE(names ==
            std::vector<std::string>{"state_dict_ema averaged", "ckpt.model", "optimizer.state.0"});
    CHECK(checkpoint.inOrder() == std::vector<size_t>{1, 0});  // without the optimizer's
    CHECK(checkpoint.read(0).find("0.weight")->eq(1).all().item<bool>());
    CHECK(checkpoint.read(1).find("0.weight")->eq(2).all().item<bool>());
    CHECK(checkpoint.read(1).metadata == std::map<std::string, std::string>{{"acc", "91.5"}});
}

TEST_CASE("the trained MobileNetV2 is read", "[io][checkpoint][peer]") {
    const std::string path =
        SECATEUR_SOURCE_DIR "/../shared/data/checkpoints/mobilenetv2_cifar10.pth";
    if (!std::filesystem::exists(path)) {
        notTested("no trained checkpoint beside the source folder");
        return;
    }
    const StateDict state = readCheckpoint(path);
    const at::Tensor* stem = state.find("conv1.weight");
    REQUIRE(stem != nullptr);
    CHECK(stem->sizes().vec() == std::vector<int64_t>{32, 3, 3, 3});
    CHECK(state.find("linear.weight")->sizes().vec() == std::vector<int64_t>{10, 1280});
    CHECK(state.metadata.contains("acc"));
    CHECK(state.metadata.contains("epoch"));
}
