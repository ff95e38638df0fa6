#include "core/exec/float_walk.h"

#include <c10/core/InferenceMode.h>

namespace secateur {

void FloatWalk::begin(const at::Tensor& images) {
    const c10::InferenceMode inference;
    m_values = m_executor.begin(images);
    m_next = 1;
}

void FloatWalk::advance(NodeId node) {
    const c10::InferenceMode inference;
    for (; m_next < node; ++m_next) {
        m_executor.evaluate(m_next, m_values);
    }
}

at::Tensor FloatWalk::runSuffix(std::span<const Replacement> changes) const {
    return m_executor.runSuffix(m_values, changes);
}

}  // namespace secateur
