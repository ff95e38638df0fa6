#pragma once

#include <cstdio>
#include <string>

#include "tests/support/catch.h"

namespace secateur::test {

/// What a shell command prints on standard output. Fails the test if the command fails.
inline std::string outputOf(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    char buffer[4096];
    while (const size_t count = std::fread(buffer, 1, sizeof(buffer), pipe)) {
        output.append(buffer, count);
    }
    INFO(command << "\n" << output);
    REQUIRE(::pclose(pipe) == 0);
    return output;
}

}  // namespace secateur::test
