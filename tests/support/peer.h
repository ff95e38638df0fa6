#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/support/catch.h"

namespace secateur::test {

/// What the peer script tests/peers/<script> prints when run with `arguments` by the system's
/// Python, which has PyTorch. Fails the test if the script fails.
inline std::string peerOutput(const std::string& script, const std::string& arguments = "") {
    const std::string command =
        "/usr/bin/python3 -B \"" SECATEUR_SOURCE_DIR "/tests/peers/" + script + "\" " + arguments;
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    char buffer[4096];
    while (const size_t count = std::fread(buffer, 1, sizeof(buffer), pipe)) {
        output.append(buffer, count);
    }
    INFO(command);
    REQUIRE(::pclose(pipe) == 0);
    return output;
}

/// False where PyTorch is not installed for the system's Python; ./dev test installs it.
inline bool havePeer() {
    static const bool found =
        std::system("/usr/bin/python3 -c 'import numpy, torch' 2>/dev/null") == 0;
    return found;
}

}  // namespace secateur::test
