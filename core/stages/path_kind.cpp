#include "core/stages/path_kind.h"

#include <filesystem>
#include <string_view>

#include "core/base/file.h"
#include "core/base/held_file.h"
#include "core/io/pytorch_checkpoint.h"
#include "core/io/safetensors.h"
#include "core/onnx/onnx_reader.h"

namespace secateur {

namespace {

constexpr std::string_view kStudyStart = "SQLite format 3";

bool startsLikeStudy(const std::string& path) {
    const std::vector<uint8_t> start = readFileStart(path, kStudyStart.size());
    return std::string_view(reinterpret_cast<const char*>(start.data()), start.size()) ==
           kStudyStart;
}

}  // namespace

PathKind pathKind(const std::string& path) {
    std::error_code unknown;
    const std::filesystem::file_status status = std::filesystem::status(path, unknown);
    if (!std::filesystem::exists(status)) {
        return PathKind::Missing;
    }
    if (std::filesystem::is_directory(status)) {
        return PathKind::DataFolder;
    }
    if (!std::filesystem::is_regular_file(status)) {
        return PathKind::Unknown;
    }
    if (isHeld(path) || startsLikeStudy(path)) {
        return PathKind::Study;
    }
    const bool network =
        looksLikePytorchCheckpoint(path) || looksLikeSafetensors(path) || looksLikeOnnx(path);
    return network ? PathKind::Checkpoint : PathKind::Unknown;
}

}  // namespace secateur
