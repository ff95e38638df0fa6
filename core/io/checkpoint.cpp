#include "core/base/error.h"
#include "core/io/pytorch_checkpoint.h"
#include "core/io/safetensors.h"
#include "core/io/state_dict.h"

namespace secateur {

StateDict readCheckpoint(const std::string& path) {
    if (looksLikePytorchCheckpoint(path)) {
        return readPytorchCheckpoint(path);
    }
    if (looksLikeSafetensors(path)) {
        return readSafetensors(path);
    }
    throw Error(ErrorCode::CorruptData, "not a checkpoint",
                {path, "a safetensors file or one that torch.save wrote", ""});
}

}  // namespace secateur
