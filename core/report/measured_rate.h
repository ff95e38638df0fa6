#pragma once

#include <cstdint>

#include "core/report/study_snapshot.h"

namespace secateur {

/// How many images a second this network is classified at on this machine with all its cores, by
/// what the study has measured on it: the latest speed run, else the newest evaluation of the
/// network, else the newest of another one. 0: this machine has measured none. Only for foretelling
/// how long work takes; it is no figure to compare networks by.
double measuredRate(const StudySnapshot& study, int64_t variant);

}  // namespace secateur
