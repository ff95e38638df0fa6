#include "tests/core/io/peer_checkpoints.h"

#include <cstdio>
#include <memory>

namespace secateur::test {

namespace {

constexpr const char* kPython = "/usr/bin/python3";

std::unique_ptr<PeerCheckpoints> makeCheckpoints() {
    const std::string python = kPython;
    if (std::system((python + " -c 'import numpy, torch' 2>/dev/null").c_str()) != 0) {
        return nullptr;
    }
    auto made = std::make_unique<PeerCheckpoints>();
    made->expected = nlohmann::json::parse(
        outputOf(python + " \"" SECATEUR_SOURCE_DIR "/tests/peers/io_make_checkpoints.py\" \"" +
                 made->folder.path() + "\""));
    return made;
}

}  // namespace

std::string outputOf(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    char buffer[4096];
    while (const size_t count = std::fread(buffer, 1, sizeof(buffer), pipe)) {
        output.append(buffer, count);
    }
    REQUIRE(::pclose(pipe) == 0);
    return output;
}

const PeerCheckpoints* peerCheckpoints() {
    static const std::unique_ptr<PeerCheckpoints> made = makeCheckpoints();
    return made.get();
}

}  // namespace secateur::test
