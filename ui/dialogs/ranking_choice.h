#pragma once

#include "core/prune/criterion.h"

class QWidget;

namespace secateur {

/// The box of a setting that has all of pruneCriteria(): those that rank weights, or channels, can
/// be chosen; where the chosen one cannot, the first is.
void offerCriteria(QWidget* box, bool channels);

}  // namespace secateur
