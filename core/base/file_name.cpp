#include "core/base/file_name.h"

#include <algorithm>
#include <string_view>

#include "core/base/digest.h"

namespace secateur {

namespace {

constexpr size_t kLongest = 190;
constexpr std::string_view kOthers = "-_.,+() ";

bool passes(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
}

}  // namespace

std::string fileNameOf(const std::string& name, const std::string& extension) {
    std::string file = name.substr(0, kLongest);
    std::replace_if(
        file.begin(), file.end(), [](char c) { return !passes(c); }, '_');
    if (file.empty() || file.front() == '.' || file.front() == '-' || file.front() == ' ') {
        file.insert(file.begin(), '_');  // not hidden, no option, not the folder itself
    }
    if (file != name) {
        Digest digest;
        digest.addText(name);
        file += "-" + digest.hex().substr(0, 8);
    }
    return file + extension;
}

}  // namespace secateur
