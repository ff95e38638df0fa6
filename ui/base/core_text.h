#pragma once

#include <QCoreApplication>

#include "core/base/enum_names.h"

namespace secateur {

/// A fixed text of core (translations/core_CODE.ts, context "core") in the window's language; as it
/// is where it has none.
inline QString coreText(const char* text) {
    return QCoreApplication::translate("core", text);
}

inline QString coreText(const std::string& text) {
    return coreText(text.c_str());
}

/// A list of such texts, each with a number at its end or without: "train epoch 3/9",
/// "percentile 99.9, symmetric".
QString coreList(const std::string& texts);

/// Of core's sentences (core/base/say.h).
inline std::string inWindowLanguage(const char* english) {
    return coreText(english).toStdString();
}

/// What people read for a value of an enum that files know by its name: "test", "held-out".
template <class E>
QString shownName(E value) {
    return coreText(enumName(value));
}

}  // namespace secateur
