#include "core/data/normalisation.h"

#include <fmt/format.h>

#include <charconv>
#include <sstream>

#include "core/base/error.h"
#include "core/data/cifar.h"

namespace secateur {

namespace {

std::vector<double> numbersOf(const std::string& text, const char* name, int64_t channels) {
    const auto refuse = [&](const std::string& expected) {
        throw Error(ErrorCode::InvalidArgument, "the constants of the normalisation are wrong",
                    {name, expected, "'" + text + "'"});
    };
    std::vector<double> numbers;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');) {
        part.erase(0, part.find_first_not_of(' '));
        double number = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        if (error != std::errc() || end != part.data() + part.size()) {
            refuse("numbers with commas between them");
        }
        numbers.push_back(number);
    }
    if (numbers.size() == 1) {
        numbers.resize(static_cast<size_t>(channels), numbers.front());
    }
    if (static_cast<int64_t>(numbers.size()) != channels) {
        refuse(fmt::format("one number, or {}", channels));
    }
    return numbers;
}

Normalisation repeated(double mean, double std, int64_t channels) {
    const auto count = static_cast<size_t>(channels);
    return {std::vector<double>(count, mean), std::vector<double>(count, std)};
}

}  // namespace

std::vector<NormalisationPreset> normalisationPresets(int64_t channels) {
    std::vector<NormalisationPreset> presets;
    if (channels == 3) {
        presets.push_back({NormalisationChoice::Cifar10, cifar10Normalisation()});
        presets.push_back(
            {NormalisationChoice::Imagenet, {{0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}}});
    }
    presets.push_back({NormalisationChoice::Half, repeated(0.5, 0.5, channels)});
    presets.push_back({NormalisationChoice::None, repeated(0, 1, channels)});
    return presets;
}

std::string normalisationTitle(const Normalisation& normalisation) {
    for (const NormalisationPreset& preset :
         normalisationPresets(static_cast<int64_t>(normalisation.mean.size()))) {
        if (preset.constants == normalisation) {
            return fmt::format("normalisation {}", enumName(preset.choice));
        }
    }
    return "normalisation computed from the images";
}

Normalisation givenNormalisation(const ImageFolderOptions& options, int64_t channels) {
    if (options.mean.empty() != options.std.empty()) {
        throw Error(ErrorCode::InvalidArgument, "mean and standard deviation come together",
                    {"", "mean and standard deviation",
                     options.mean.empty() ? "the standard deviation" : "the mean"});
    }
    if (!options.mean.empty()) {
        Normalisation given{numbersOf(options.mean, "mean", channels),
                            numbersOf(options.std, "standard deviation", channels)};
        for (const double deviation : given.std) {
            if (!(deviation > 0)) {
                throw Error(ErrorCode::InvalidArgument, "a standard deviation is not above 0",
                            {"", "", options.std});
            }
        }
        return given;
    }
    const NormalisationChoice choice = options.normalisation;
    if (choice == NormalisationChoice::Auto || choice == NormalisationChoice::Computed) {
        return {};
    }
    for (const NormalisationPreset& preset : normalisationPresets(channels)) {
        if (preset.choice == choice) {
            return preset.constants;
        }
    }
    throw Error(ErrorCode::InvalidArgument, "this normalisation is of images of three channels",
                {"", "half, none, computed, or mean and standard deviation", enumName(choice)});
}

}  // namespace secateur
