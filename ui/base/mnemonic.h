#pragma once

#include <QString>

namespace secateur {

/// A label for where no key chooses it: "Open…" of "&Open…", and of "열기(&O)…", which has the
/// letter of its own, "열기…".
QString withoutMnemonic(QString label);

}  // namespace secateur
