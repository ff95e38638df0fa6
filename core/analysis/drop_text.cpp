#include "core/analysis/drop_text.h"

#include "core/base/figure_text.h"

namespace secateur {

std::string dropText(const PairedDrop& drop) {
    return text::points(drop.drop) + " [" + text::points(drop.low) + ", " +
           text::points(drop.high) + "]";
}

}  // namespace secateur
