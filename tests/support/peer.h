#pragma once

#include <cstdlib>
#include <map>
#include <string>

#include "tests/support/command_output.h"

namespace secateur::test {

/// What the peer script tests/peers/<script> prints when run with `arguments` by the system's
/// Python, which has PyTorch. Fails the test if the script fails.
inline std::string peerOutput(const std::string& script, const std::string& arguments = "") {
    return outputOf("/usr/bin/python3 -B \"" SECATEUR_SOURCE_DIR "/tests/peers/" + script + "\" " +
                    arguments);
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
