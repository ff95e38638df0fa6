#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace secateur {

/// One value of an enum and the text by which files, command lines and messages know it.
template <class E>
struct Named {
    E value;
    const char* name;
};

/// All values of an enum with their texts, in the order in which lists show them.
template <class E, size_t count>
struct EnumNames {
    const char* what;  ///< "kind of perturbation", for messages
    Named<E> all[count];
};

template <class E, size_t count>
constexpr EnumNames<E, count> enumNames(const char* what, const Named<E> (&all)[count]) {
    EnumNames<E, count> names{what, {}};
    for (size_t i = 0; i < count; ++i) {
        names.all[i] = all[i];
    }
    return names;
}

/// The one table of an enum's texts, which stands beside the enum:
/// `template <> inline constexpr auto kEnumNames<Split> = enumNames<Split>("split", {...});`
template <class E>
inline constexpr std::nullptr_t kEnumNames = nullptr;

template <class E>
const char* enumName(E value) {
    for (const Named<E>& known : kEnumNames<E>.all) {
        if (known.value == value) {
            return known.name;
        }
    }
    throw Error(ErrorCode::Internal, std::string("impossible ") + kEnumNames<E>.what);
}

template <class E>
std::vector<std::string> enumTexts() {
    std::vector<std::string> names;
    for (const Named<E>& known : kEnumNames<E>.all) {
        names.emplace_back(known.name);
    }
    return names;
}

template <class E>
std::optional<E> findEnum(std::string_view name) {
    for (const Named<E>& known : kEnumNames<E>.all) {
        if (name == known.name) {
            return known.value;
        }
    }
    return std::nullopt;
}

/// "one of a, b, c"
template <class E>
std::string enumChoice() {
    std::string names;
    for (const Named<E>& known : kEnumNames<E>.all) {
        names += (names.empty() ? "one of " : ", ") + std::string(known.name);
    }
    return names;
}

/// Throws Error(InvalidArgument) with the texts there are for any other.
template <class E>
E enumFromName(std::string_view name) {
    if (const auto value = findEnum<E>(name)) {
        return *value;
    }
    throw Error(ErrorCode::InvalidArgument, std::string("unknown ") + kEnumNames<E>.what,
                {"", enumChoice<E>(), "'" + std::string(name) + "'"});
}

}  // namespace secateur
