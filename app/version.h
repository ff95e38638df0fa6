#pragma once

#include <string>

namespace secateur {

/// What a report of a fault must say: "0.2.0, commit 0123456789, with LibTorch 1.13.0, oneDNN
/// 2.6.3". No commit where the program was not built from a repository. Any thread.
std::string versionText();

}  // namespace secateur
