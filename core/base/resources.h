#pragma once

#include <string>

namespace secateur {

/// Where a file that comes with the program is, `name` as in the source tree's resources/. Found
/// from the folder that the running program is in, which holds for a build folder, an installed
/// tree and one that was moved; whether the file is there is not looked at. Any thread.
std::string resourcePath(const std::string& name);

/// The trained network that comes with the program.
std::string shippedNetwork();

}  // namespace secateur
