#pragma once

#include <cstdint>
#include <vector>

#include "core/base/enum_names.h"
#include "core/data/dataset.h"

namespace secateur {

/// What images are for.
enum class Split {
    Test,
    HeldOut,  ///< the part of train that no training sees
    Train,
};
template <>
inline constexpr auto kEnumNames<Split> = enumNames<Split>("split of the images",
                                                           {{Split::Test, "test"},
                                                            {Split::HeldOut, "held-out"},
                                                            {Split::Train, "train"}});

/// Which images of a data set serve which purpose. All index lists are sorted and, within train,
/// disjoint. The held-out part depends on the seed and the size of the set alone, so that training
/// with the same seed leaves out exactly those images that sensitivity later looks at.
struct Splits {
    std::vector<int64_t> train;    ///< of data.train: what training sees
    std::vector<int64_t> heldOut;  ///< of data.train: never trained on
    std::vector<int64_t> test;     ///< of data.test: all of it
};

/// Holds out min(5000, 10 %) of train, or `heldOut` images where >= 0. Without a train split only
/// `test` is filled. Errors: InvalidArgument where `heldOut` is more than train has.
Splits makeSplits(const ImageData& data, uint64_t seed, int64_t heldOut = -1);

/// `count` of `from` (all where count <= 0 or larger), drawn without replacement by the seed,
/// sorted.
std::vector<int64_t> drawSubset(const std::vector<int64_t>& from, int64_t count, uint64_t seed);

/// `count` of `from`, spread evenly over its order (folders are sorted by class, so every class is
/// there); all where count <= 0 or larger.
std::vector<int64_t> spreadSubset(const std::vector<int64_t>& from, int64_t count);

}  // namespace secateur
