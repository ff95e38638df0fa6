#pragma once

#include <QCoreApplication>

namespace secateur {

/// The texts of functions and of classes that are no QObject, for translators (`lupdate -I . ui`).
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Text)
};

}  // namespace secateur
