#pragma once

#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/scratch.h"

namespace secateur::test {

namespace detail {
inline std::string onnxRunner() {
    return "NODE_PATH=\"" SECATEUR_BINARY_DIR "/peers/node_modules\" node \"" SECATEUR_SOURCE_DIR
           "/tests/peers/onnx_run.js\" ";
}
}  // namespace detail

/// False where onnxruntime is not installed; ./dev test installs it.
inline bool haveOnnxruntime() {
    static const bool found =
        std::system((detail::onnxRunner() + "--probe 2>/dev/null").c_str()) == 0;
    return found;
}

/// The logits [N, classes] that onnxruntime computes for float images [N, C, H, W] with each of
/// the models, given as their files' bytes. Fails the test if it refuses one.
inline std::vector<at::Tensor> onnxruntimeLogits(const std::vector<std::vector<uint8_t>>& models,
                                                 const at::Tensor& images) {
    const Scratch folder;
    const at::Tensor dense = images.contiguous();
    writeFile(folder / "images", dense.data_ptr(), dense.nbytes());
    std::string command = detail::onnxRunner();
    for (size_t i = 0; i < models.size(); ++i) {
        const std::string stem = folder / std::to_string(i);
        writeFile(stem + ".onnx", models[i].data(), models[i].size());
        command += stem + ".onnx " + (folder / "images") + " " + std::to_string(images.size(1)) +
                   "," + std::to_string(images.size(2)) + "," + std::to_string(images.size(3)) +
                   " " + stem + ".logits ";
    }
    INFO(command);
    REQUIRE(std::system((command + " >/dev/null").c_str()) == 0);
    std::vector<at::Tensor> results;
    for (size_t i = 0; i < models.size(); ++i) {
        std::vector<uint8_t> bytes = readFile(folder / (std::to_string(i) + ".logits"));
        results.push_back(
            at::from_blob(bytes.data(),
                          {images.size(0), static_cast<int64_t>(bytes.size()) / 4 / images.size(0)},
                          at::kFloat)
                .clone());
    }
    return results;
}

}  // namespace secateur::test
