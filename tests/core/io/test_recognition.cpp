#include "core/io/recognition.h"

#include <algorithm>
#include <map>

#include "core/models/registry.h"
#include "tests/support/io_support.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// A checkpoint of these dicts of tensors.
Checkpoint checkpointOf(const std::map<std::string, StateDict>& dicts) {
    Checkpoint checkpoint;
    std::vector<StateDict> states;
    for (const auto& [name, state] : dicts) {
        checkpoint.offers.push_back({name, name == "ema", false, state});
        states.push_back(state);
    }
    checkpoint.read = [states](size_t offer) { return states[offer]; };
    return checkpoint;
}

/// Names and shapes of a network, in its order; no values.
StateDict stateOf(const ModelSpec& spec) {
    return {buildModel(spec, std::nullopt).stateDict(), {}};
}
StateDict stateOf(const std::string& model) {
    return stateOf(modelEntry(model).defaults);
}

/// Every module's name replaced.
template <class Rename>
StateDict renamed(StateDict state, const Rename& rename) {
    for (auto& [name, tensor] : state.tensors) {
        name = rename(name);
    }
    return state;
}

Recognition recognised(const StateDict& state, const RecognitionRequest& request = {}) {
    return recognise(checkpointOf({{"net", state}}), request, "a.pth");
}

}  // namespace

TEST_CASE("a network is recognised by the names and shapes of its tensors", "[recognition]") {
    for (const char* model : {"mobilenet_v2", "vgg13_plain_cifar", "resnet34", "resnet50_cifar",
                              "densenet169", "efficientnet_b3"}) {
        INFO(model);
        const Recognition found = recognised(stateOf(model));
        CHECK(found.structure.spec.name == model);
        CHECK(found.notes.empty());
    }
    ModelSpec spec = modelEntry("resnet18_cifar").defaults;
    spec.channels = 1;
    spec.classes = 7;
    CHECK(recognised(stateOf(spec)).structure.spec == [&] {
        ModelSpec built = spec;
        built.activation = "relu";
        return built;
    }());
}

TEST_CASE("prefixes and wrappers of names do not matter", "[recognition]") {
    const StateDict plain = stateOf("resnet18_cifar");
    for (const char* prefix :
         {"module.", "_orig_mod.", "module._orig_mod.", "model.", "net.", "student.backbone.1."}) {
        INFO(prefix);
        const Recognition found =
            recognised(renamed(plain, [&](const std::string& name) { return prefix + name; }));
        CHECK(found.structure.spec.name == "resnet18_cifar");
        CHECK(found.match.inFile.at("conv1.weight") == prefix + std::string("conv1.weight"));
        CHECK(found.notes.empty());
    }
    const Recognition inner = recognised(renamed(plain, [](const std::string& name) {
        return name.starts_with("layer1.") ? "layer1.module." + name.substr(7) : name;
    }));
    CHECK(inner.match.inFile.at("layer1.0.conv1.weight") == "layer1.module.0.conv1.weight");
    CHECK(inner.notes.empty());
}

TEST_CASE("names of another author are matched by order, which is said", "[recognition]") {
    const StateDict plain = stateOf("mobilenet_v2");
    std::map<std::string, int> numbers;
    const Recognition found = recognised(renamed(plain, [&](const std::string& name) {
        const size_t dot = name.find_last_of('.');
        const int number = static_cast<int>(numbers.size());
        const int module = numbers.emplace(name.substr(0, dot), number).first->second;
        return "stage" + std::to_string(module) + name.substr(dot);
    }));
    CHECK(found.structure.spec.name == "mobilenet_v2");
    REQUIRE(found.notes.size() == 1);
    CHECK(found.notes[0] ==
          "names matched by order: features.0.0 is stage0, features.0.1 is stage1, "
          "features.1.conv.0.0 is stage2, features.1.conv.0.1 is stage3 and 101 more");
}

TEST_CASE("widths and heads are read from the shapes", "[recognition]") {
    ModelSpec spec = modelEntry("mobilenet_v2").defaults;
    for (const double width : {0.35, 0.5, 0.75, 1.4}) {
        spec.widthMultiple = width;
        CHECK(recognised(stateOf(spec)).structure.spec.widthMultiple == width);
    }
    spec = modelEntry("resnet18").defaults;
    spec.hidden = {256};
    spec.classes = 5;
    StateDict state = renamed(stateOf(spec), [](std::string name) {
        // As nn.Sequential(nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 5)) is called.
        name.replace(0, name.starts_with("fc.hidden1.") ? 10 : 0,
                     name.starts_with("fc.hidden1.") ? "fc.0" : "");
        return name == "fc.weight" ? "fc.2.weight" : name == "fc.bias" ? "fc.2.bias" : name;
    });
    const Recognition head = recognised(state);
    CHECK(head.structure.spec.name == "resnet18");
    CHECK(head.structure.spec.hidden == std::vector<int64_t>{256});
    CHECK(head.structure.spec.classes == 5);
    CHECK(head.match.inFile.at("fc.weight") == "fc.2.weight");
}

TEST_CASE("raw weights are taken, averaged ones are named", "[recognition]") {
    const StateDict state = stateOf("vgg11_cifar");
    const Checkpoint both = checkpointOf({{"ema", state}, {"state", state}});
    const Recognition raw = recognise(both, {}, "a.pth");
    CHECK(raw.offer == 1);
    CHECK(raw.notes == std::vector<std::string>{
                           "weights of \"state\" taken; the file also has \"ema\" (averaged), "
                           "which can be chosen by name"});
    RecognitionRequest request;
    request.weights = "ema";
    CHECK(recognise(both, request, "a.pth").offer == 0);
    request.weights = "swa";
    const Error error = errorOf([&] { recognise(both, request, "a.pth"); });
    CHECK(error.code() == ErrorCode::NotFound);
    CHECK(error.context().expected == "one of ema, state");
    CHECK(recognise(checkpointOf({{"ema", state}}), {}, "a.pth").offer == 0);
}

TEST_CASE("what does not belong to the network is listed, a larger network refused",
          "[recognition]") {
    StateDict state = stateOf("vgg11_cifar");
    state.tensors.emplace_back("criterion.weight", at::ones({10}));
    state.tensors.emplace_back("total_ops", at::zeros({1}));
    state.tensors.emplace_back("teacher.weight", at::ones({10, 10}));
    CHECK(recognised(state).notes ==
          std::vector<std::string>{"not of the network and not used: criterion.weight, total_ops, "
                                   "teacher.weight"});
    state.tensors.emplace_back("features.28.weight", at::ones({512, 512, 3, 3}));
    CHECK_THROWS_AS(recognised(state), Error);
    RecognitionRequest request;
    request.model = "resnet18";  // all of which a ResNet34 has, by name
    CHECK_THROWS_AS(recognised(stateOf("resnet34"), request), Error);
}

TEST_CASE("a misfit is told in a few lines, with the network that was meant", "[recognition]") {
    RecognitionRequest request;
    request.model = "mobilenet_v2_cifar";
    const Error error = errorOf([&] { recognised(stateOf("resnet18_cifar"), request); });
    CHECK(error.code() == ErrorCode::Mismatch);
    const std::string text = error.what();
    CHECK(std::count(text.begin(), text.end(), '\n') <= 11);
    CHECK_THAT(text, Catch::Matchers::ContainsSubstring("did you mean resnet18_cifar?"));
    CHECK_THAT(text, Catch::Matchers::ContainsSubstring(
                         "conv1.weight: expected [32, 3, 3, 3], got [64, 3, 3, 3]"));
    CHECK_THAT(text, Catch::Matchers::EndsWith(" more"));
    request.misfitLines = SIZE_MAX;
    const std::string whole =
        errorOf([&] { recognised(stateOf("resnet18_cifar"), request); }).what();
    CHECK(std::count(whole.begin(), whole.end(), '\n') > 300);
    StateDict unknown;
    unknown.tensors.emplace_back("weight", at::ones({3, 3}));
    CHECK_THAT(errorOf([&] { recognised(unknown); }).what(),
               Catch::Matchers::ContainsSubstring("the nearest there is"));
}

TEST_CASE("masks of torch.nn.utils.prune become zeros", "[recognition]") {
    const Graph network = buildModel(modelEntry("vgg11_cifar").defaults, 3);
    StateDict state{network.stateDict(), {}};
    const std::string layer = "features.4.weight";
    const at::Tensor weight = *state.find(layer);
    const at::Tensor mask = weight.gt(0).to(at::kFloat);
    std::erase_if(state.tensors, [&](const auto& tensor) { return tensor.first == layer; });
    state.tensors.emplace_back(layer + "_orig", weight);
    state.tensors.emplace_back(layer + "_mask", mask);
    const Checkpoint checkpoint = checkpointOf({{"net", state}});
    const Recognition found = recognise(checkpoint, {}, "a.pth");
    CHECK(found.notes == std::vector<std::string>{
                             "pruned by torch.nn.utils.prune: the masks of 1 layers are applied"});
    const Graph loaded = loadRecognised(checkpoint, found, "a.pth", Values::Sound);
    CHECK(at::equal(loaded.node(loaded.require("features.4")).parameter("weight"), weight * mask));
}

TEST_CASE("observers of quantization-aware training are left out", "[recognition]") {
    StateDict state;
    for (const auto& [name, tensor] : stateOf("resnet18").tensors) {
        // A fused Conv-BN has its normalisation within the convolution.
        const bool norm = name.starts_with("bn1.");
        state.tensors.emplace_back(norm ? "conv1.bn." + name.substr(4) : name, tensor);
    }
    state.tensors.emplace_back("conv1.weight_fake_quant.scale", at::ones({64}));
    state.tensors.emplace_back("conv1.activation_post_process.fake_quant_enabled", at::ones({1}));
    const Recognition found = recognised(state);
    CHECK(found.structure.spec.name == "resnet18");
    CHECK(found.match.inFile.at("bn1.running_var") == "conv1.bn.running_var");
    CHECK(found.match.unused.size() == 2);
}

TEST_CASE("every network is recognised by the order of its tensors", "[recognition]") {
    for (const ModelEntry& entry : modelRegistry()) {
        INFO(entry.name);
        std::map<std::string, size_t> modules;
        const StateDict state = renamed(stateOf(entry.name), [&](const std::string& name) {
            const size_t dot = name.find_last_of('.');
            const size_t number =
                modules.emplace(name.substr(0, dot), modules.size()).first->second;
            return "m" + std::to_string(number) + name.substr(dot);
        });
        CHECK(recognised(state).structure.spec.name == entry.name);
    }
}

TEST_CASE("averaged weights are taken where there are no others, which is said", "[recognition]") {
    const StateDict state = stateOf("resnet18");
    const Recognition only = recognise(checkpointOf({{"ema", state}}), {}, "a.pth");
    REQUIRE(only.notes.size() == 1);
    CHECK(only.notes.front() ==
          "weights of \"ema\" (averaged) taken: the file has no raw ones that fit");
    RecognitionRequest request;
    request.weights = "ema";
    CHECK(recognise(checkpointOf({{"ema", state}}), request, "a.pth").notes.empty());
}
