#pragma once

#include <nlohmann/json.hpp>

#include "tests/support/command_output.h"
#include "tests/support/io_support.h"

namespace secateur::test {

/// What tests/peers/io_make_checkpoints.py wrote, and what it says is in it.
struct PeerCheckpoints {
    TemporaryFolder folder;
    nlohmann::json expected;
};

/// Made once a test program; null if Debian's python3-torch is not there.
const PeerCheckpoints* peerCheckpoints();

}  // namespace secateur::test
