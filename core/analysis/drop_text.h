#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/paired_interval.h"
#include "core/base/table.h"

namespace secateur {

/// How a drop is written, everywhere: "1.25 [0.80, 1.70]", in points with the 95 % interval of the
/// paired difference. Its sign is PairedDrop's: the reference minus the network, so that what is
/// lost is above zero and what is gained below.
std::string dropText(const PairedDrop& drop);

/// A drop as columns of a table: one for people, and for programs `name`, `name`_low and
/// `name`_high (fractions).
template <class T>
void addDrop(std::vector<Field<T>>& fields, const std::string& name, const std::string& heading,
             const std::string& explanation,
             const std::function<std::optional<PairedDrop>(const T&)>& dropOf) {
    const auto end = [&](const char* suffix, double PairedDrop::*member) {
        return Field<T>{{name + suffix, "", "", true}, [dropOf, member](const T& item) {
                            const std::optional<PairedDrop> drop = dropOf(item);
                            return drop ? Table::Cell{(*drop).*member, "", ""} : Table::Cell{};
                        }};
    };
    fields.push_back(
        {{name, heading, explanation, true}, [dropOf](const T& item) {
             const std::optional<PairedDrop> drop = dropOf(item);
             return drop ? Table::Cell{drop->drop, dropText(*drop), ""} : Table::Cell{};
         }});
    fields.push_back(end("_low", &PairedDrop::low));
    fields.push_back(end("_high", &PairedDrop::high));
}

}  // namespace secateur
