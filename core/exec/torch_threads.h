#pragma once

namespace secateur {

/// Makes torch ready for one worker a core with one intra-op thread each: installs the initializer
/// of core/base/parallel, tells OpenBLAS to keep no pool of its own, and sets one intra-op thread
/// on the calling thread. Called once at the start of a program, before any tensor work.
void setupTorchThreads();

/// While it lives, the calling thread has one intra-op thread; then as many as before.
class OneTorchThread {
 public:
    OneTorchThread();
    ~OneTorchThread();
    OneTorchThread(const OneTorchThread&) = delete;
    OneTorchThread& operator=(const OneTorchThread&) = delete;

 private:
    int m_before = 1;
};

}  // namespace secateur
