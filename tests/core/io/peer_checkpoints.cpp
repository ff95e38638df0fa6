#include "tests/core/io/peer_checkpoints.h"

#include <cstdlib>
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

const PeerCheckpoints* peerCheckpoints() {
    static const std::unique_ptr<PeerCheckpoints> made = makeCheckpoints();
    return made.get();
}

}  // namespace secateur::test
