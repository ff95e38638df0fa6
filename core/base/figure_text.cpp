#include "core/base/figure_text.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/size_unit.h"

namespace secateur::text {

namespace {

/// A comma before every three digits of a number's whole part.
std::string grouped(std::string digits) {
    const size_t first = digits.starts_with('-') ? 1 : 0;
    size_t end = std::min(digits.find('.'), digits.size());
    for (; end > first + 3; end -= 3) {
        digits.insert(end - 3, ",");
    }
    return digits;
}

}  // namespace

std::string count(int64_t count) {
    return grouped(std::to_string(count));
}

std::string decimals(double value, int digits) {
    if (!std::isfinite(value)) {
        return fmt::format("{}", value);
    }
    // Rounded first: adding zero then turns a -0 into 0.
    const double factor = std::pow(10.0, digits);
    return grouped(fmt::format("{:.{}f}", std::round(value * factor) / factor + 0.0, digits));
}

std::string points(double fraction) {
    return decimals(100.0 * fraction, 2);
}

std::string percent(double fraction) {
    return points(fraction) + " %";
}

std::string size(int64_t bytes) {
    const SizeUnit unit = sizeUnit();
    const double value = static_cast<double>(bytes) / bytesPer(unit);
    return decimals(value, value < 0.1 ? 4 : 2) + " " + enumName(unit);
}

std::string millions(int64_t count) {
    return decimals(static_cast<double>(count) / 1e6, 2) + " M";
}

std::string percentRange(double low, double high) {
    return points(low) + "–" + percent(high);
}

}  // namespace secateur::text
