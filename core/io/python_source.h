#pragma once

#include <string>
#include <vector>

#include "core/io/python_names.h"

namespace secateur {

/// The text of a Python file with the class `Network`; see PytorchModule.
std::string pythonSource(const Graph& graph, const PythonNames& names,
                         const std::vector<std::string>& notes);

}  // namespace secateur
