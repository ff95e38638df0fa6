#include "core/exec/torch_threads.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>

#include "core/base/parallel.h"

namespace secateur {

void setupTorchThreads() {
    using SetThreads = void (*)(int);
    if (auto* setOpenBlasThreads =
            reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) {
        setOpenBlasThreads(1);
    }
    at::set_num_threads(1);
    setWorkerInitializer([] { at::set_num_threads(1); });
}

OneTorchThread::OneTorchThread() : m_before(at::get_num_threads()) {
    at::set_num_threads(1);
}

OneTorchThread::~OneTorchThread() {
    at::set_num_threads(m_before);
}

}  // namespace secateur
