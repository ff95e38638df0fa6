#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/cluster/place.h"

namespace secateur {

/// Processes that do one work together, step by step: each computes its part of a step, and what
/// they found is summed (all-reduce over TCP, c10d's ProcessGroupGloo). Every member calls sum() as
/// often as the others, with tensors of the same shapes. For one thread.
class Team {
 public:
    /// Meets the others in the store of rank 0 under `name`; `member` counts from 0. Errors: Io
    /// where they do not come.
    Team(const ClusterPlace& place, const std::string& name, int64_t member, int64_t size);
    ~Team();
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    int64_t member() const { return m_member; }
    int64_t size() const { return m_size; }
    /// Each tensor (contiguous, on the CPU) becomes the sum of all members', the same bits for all.
    /// Large ones go in buckets, several under way at once. Errors: Io, where a member is gone, or
    /// silent for `seconds`.
    void sum(const std::vector<at::Tensor>& tensors, double seconds);

 private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
    int64_t m_member;
    int64_t m_size;
};

}  // namespace secateur
