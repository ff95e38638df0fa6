#pragma once

#include <QCoreApplication>

namespace secateur {

/// The texts of this folder's functions, for translators.
struct ChecksText {
    Q_DECLARE_TR_FUNCTIONS(secateur::Checks)
};

}  // namespace secateur
