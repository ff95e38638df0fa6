#pragma once

#include <cstdio>
#include <cstdlib>
#include <map>
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

/// False where the system's Python lacks `modules`; ./dev test installs them.
inline bool havePeer(const std::string& modules = "numpy, torch") {
    static std::map<std::string, bool> known;
    const auto [entry, isNew] = known.try_emplace(modules, false);
    if (isNew) {
        const std::string command = "/usr/bin/python3 -c 'import " + modules + "' 2>/dev/null";
        entry->second = std::system(command.c_str()) == 0;
    }
    return entry->second;
}

}  // namespace secateur::test
