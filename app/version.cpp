#include "app/version.h"

#include <ATen/Version.h>
#include <torch/version.h>

#include "secateur_commit.h"

namespace secateur {

namespace {

/// LibTorch gives "Intel(R) MKL-DNN v2.6.3 (Git Hash N/A)", or says that it has none.
std::string oneDnnText() {
    const std::string text = at::get_mkldnn_version();
    const size_t from = text.find(" v");
    return from == std::string::npos
               ? "no oneDNN"
               : "oneDNN " + text.substr(from + 2, text.find(' ', from + 2) - from - 2);
}

}  // namespace

std::string versionText() {
    const std::string commit = SECATEUR_COMMIT;
    return SECATEUR_VERSION + (commit.empty() ? "" : ", commit " + commit) +
           ", with LibTorch " TORCH_VERSION ", " + oneDnnText();
}

}  // namespace secateur
