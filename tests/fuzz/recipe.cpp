// Recipes of quantization as JSON. What was accepted is written and accepted again.

#include "core/quant/recipe.h"

#include <cstdlib>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace secateur;
    return fuzz::succeedsOrRefuses([&] {
        const QuantizeOptions options =
            recipeFromText({reinterpret_cast<const char*>(data), size}, "fuzzed");
        const std::string text = recipeToText(options);
        if (fuzz::mustSucceed([&] { return recipeToText(recipeFromText(text, "written")); }) !=
            text) {
            std::abort();
        }
    });
}
