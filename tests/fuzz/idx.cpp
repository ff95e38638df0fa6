// IDX files of images and labels, plain and gzip.

#include "core/data/idx.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static secateur::fuzz::MemoryFile file;
    file.replace(data, size);
    for (const int rank : {1, 3}) {
        secateur::fuzz::succeedsOrRefuses([&] { secateur::readIdx(file.path(), rank); });
    }
    return 0;
}
