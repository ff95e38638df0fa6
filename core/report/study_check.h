#pragma once

#include <string>
#include <vector>

namespace secateur {

class Study;

/// Reads everything that a study holds, also each network's file and each training's state, as the
/// program would: the message of each part that cannot be read, or nothing.
std::vector<std::string> readEverything(Study& study);

}  // namespace secateur
