#pragma once

#include <QCoreApplication>

namespace secateur {

/// The texts of this folder's functions, for translators.
struct SensitivityText {
    Q_DECLARE_TR_FUNCTIONS(secateur::Sensitivity)
};

}  // namespace secateur
