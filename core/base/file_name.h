#pragma once

#include <string>

namespace secateur {

/// A file's name for what somebody gave this name: letters, digits, "-_.,+()" and spaces of it
/// stay, everything else becomes "_", so that it names a file of the folder that it is joined to
/// and nothing else. Where that changed anything, eight hexadecimal digits of the name's digest
/// follow, by which two such names stay two files. At most 200 bytes and `extension`
/// (".safetensors").
std::string fileNameOf(const std::string& name, const std::string& extension);

}  // namespace secateur
