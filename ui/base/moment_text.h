#pragma once

#include <QString>
#include <string>

namespace secateur {

/// A moment as studies keep it ("2026-11-26T14:02:43Z"), here and in the user's notation.
QString momentText(const std::string& created);

}  // namespace secateur
