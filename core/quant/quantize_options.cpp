#include "core/quant/quantize_options.h"

#include "core/base/error.h"

namespace secateur {

const char* relu6RangeName(Relu6Range range) {
    switch (range) {
        case Relu6Range::Automatic:
            return "automatic";
        case Relu6Range::Fixed:
            return "fixed";
        case Relu6Range::Observed:
            return "observed";
    }
    throw Error(ErrorCode::Internal, "unknown range of ReLU6");
}

Relu6Range relu6RangeFromName(const std::string& name) {
    for (const Relu6Range range :
         {Relu6Range::Automatic, Relu6Range::Fixed, Relu6Range::Observed}) {
        if (name == relu6RangeName(range)) {
            return range;
        }
    }
    throw Error(ErrorCode::InvalidArgument, "unknown range of ReLU6",
                {"", "automatic, fixed or observed", name});
}

}  // namespace secateur
