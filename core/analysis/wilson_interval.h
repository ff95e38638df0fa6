#pragma once

#include <cstdint>

namespace secateur {

/// A share with the interval that it may truly lie in.
struct ShareInterval {
    double low = 0.0;
    double high = 1.0;
};

/// Of `correct` out of `count` independent images: Wilson's score interval without continuity
/// correction, level 95 % (Wilson 1927, JASA 22:209-212; method 3 of Newcombe 1998, Statistics in
/// Medicine 17:857-872). It stays inside [0, 1], also for all and for none. count 0 gives [0, 1].
ShareInterval wilsonInterval(int64_t correct, int64_t count);

}  // namespace secateur
