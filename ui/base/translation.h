#pragma once

#include <QCoreApplication>

namespace secateur {

/// The texts of functions and of classes that are no QObject, for translators.
struct Text {
    Q_DECLARE_TR_FUNCTIONS(secateur::Text)
};

}  // namespace secateur
