#include "core/quant/quantize_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <vector>

#include "core/base/error.h"
#include "core/exec/int8_executor.h"

namespace secateur {

namespace {

template <class Value>
struct Named {
    Value value;
    const char* name;
};

constexpr std::array<Named<Relu6Range>, 3> kRelu6Ranges{{{Relu6Range::Automatic, "automatic"},
                                                         {Relu6Range::Fixed, "fixed"},
                                                         {Relu6Range::Observed, "observed"}}};
constexpr std::array<Named<ReduceRange>, 3> kReduceRanges{
    {{ReduceRange::Automatic, "automatic"}, {ReduceRange::On, "on"}, {ReduceRange::Off, "off"}}};
constexpr std::array<Named<WeightScales>, 2> kWeightScales{
    {{WeightScales::PerChannel, "per-channel"}, {WeightScales::PerTensor, "per-tensor"}}};
constexpr std::array<Named<ActivationScheme>, 2> kSchemes{
    {{ActivationScheme::Affine, "affine"}, {ActivationScheme::Symmetric, "symmetric"}}};

template <class Value, size_t count>
const char* nameIn(const std::array<Named<Value>, count>& all, Value value) {
    for (const Named<Value>& known : all) {
        if (known.value == value) {
            return known.name;
        }
    }
    throw Error(ErrorCode::Internal, "unknown setting of quantization");
}

template <class Value, size_t count>
Value valueIn(const std::array<Named<Value>, count>& all, const std::string& name,
              const char* what) {
    std::vector<std::string> names;
    for (const Named<Value>& known : all) {
        if (name == known.name) {
            return known.value;
        }
        names.emplace_back(known.name);
    }
    throw Error(ErrorCode::InvalidArgument, fmt::format("unknown {}", what),
                {"", fmt::format("one of {}", fmt::join(names, ", ")), name});
}

void checkPercentile(double percentile) {
    if (!(percentile > 0.0 && percentile <= 100.0)) {
        throw Error(ErrorCode::InvalidArgument, "there is no such percentile",
                    {"", "above 0, at most 100", fmt::format("{}", percentile)});
    }
}

}  // namespace

const char* relu6RangeName(Relu6Range range) {
    return nameIn(kRelu6Ranges, range);
}

Relu6Range relu6RangeFromName(const std::string& name) {
    return valueIn(kRelu6Ranges, name, "range of ReLU6");
}

const char* reduceRangeName(ReduceRange range) {
    return nameIn(kReduceRanges, range);
}

ReduceRange reduceRangeFromName(const std::string& name) {
    return valueIn(kReduceRanges, name, "setting of reduce_range");
}

const char* weightScalesName(WeightScales scales) {
    return nameIn(kWeightScales, scales);
}

WeightScales weightScalesFromName(const std::string& name) {
    return valueIn(kWeightScales, name, "scales of weights");
}

const char* activationSchemeName(ActivationScheme scheme) {
    return nameIn(kSchemes, scheme);
}

ActivationScheme activationSchemeFromName(const std::string& name) {
    return valueIn(kSchemes, name, "scheme of activations");
}

int activationBits(const QuantizeOptions& options) {
    if (options.reduceRange == ReduceRange::Automatic) {
        return engineSaturates(chooseQuantizedEngine(options.engine)) ? 7 : 8;
    }
    return options.reduceRange == ReduceRange::On ? 7 : 8;
}

bool fixesRelu6(const QuantizeOptions& options, double largest) {
    return options.relu6Range == Relu6Range::Fixed ||
           (options.relu6Range == Relu6Range::Automatic && activationBits(options) == 8 &&
            options.activationObserver == ObserverKind::MinMax && largest >= kRelu6FixedFrom);
}

void checkOptions(const QuantizeOptions& options) {
    checkPercentile(options.activationPercentile);
    checkPercentile(options.weightPercentile);
    const ObserverKind kind = options.weightObserver;
    if (kind != ObserverKind::MinMax && kind != ObserverKind::Percentile &&
        kind != ObserverKind::Mse) {
        throw Error(ErrorCode::InvalidArgument, "weights have no such observer",
                    {"", "min-max, percentile or mse", observerName(kind)});
    }
    if (options.calibrationImages < 0) {
        throw Error(ErrorCode::InvalidArgument, "a number of images cannot be negative",
                    {"", "0 (all) or more", std::to_string(options.calibrationImages)});
    }
}

}  // namespace secateur
