// Images of every kind, each fuzzed from its own seeds: size and pixels. Large ones are only
// measured, so that an input costs little.

#include "core/data/image_decode.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace secateur;
    constexpr int64_t kMaxPixels = 1 << 16;
    static fuzz::MemoryFile file;
    file.replace(data, size);
    return fuzz::succeedsOrRefuses([&] {
        const PixelSize found = readImageSize(file.path());
        if (found.width * found.height <= kMaxPixels) {
            decodeImage(file.path());
        }
    });
}
