#pragma once

namespace secateur {

/// Makes torch ready for one worker a core with one intra-op thread each: installs the initializer
/// of core/base/parallel, tells OpenBLAS to keep no pool of its own, and sets one intra-op thread
/// on the calling thread. Called once at the start of a program, before any tensor work.
void setupTorchThreads();

}  // namespace secateur
