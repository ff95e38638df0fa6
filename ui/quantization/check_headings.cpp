#include "ui/quantization/check_headings.h"

#include "core/analysis/drop_text.h"
#include "ui/base/number_text.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr int kPointsALayer = 2;

const QuantErrorPoint* allPoint(const QuantErrors& errors) {
    for (const QuantErrorPoint& point : errors.points) {
        if (point.mode == QuantErrorMode::All) {
            return &point;
        }
    }
    return nullptr;
}

QString differenceText(const StepDifference& difference) {
    if (difference.differing == 0) {
        return Text::tr("equal everywhere");
    }
    const QString text = difference.largest == 1 ? Text::tr("at most %1 step off in %2 outputs")
                                                 : Text::tr("at most %1 steps off in %2 outputs");
    return text.arg(countText(difference.largest), countText(difference.differing));
}

QString saturationText(const ParityReport& report) {
    const int64_t count = report.total.saturated;
    if (count == 0) {
        return Text::tr("no sum would saturate in 16 bits");
    }
    const QString text = report.saturating
                             ? Text::tr("%1 sums saturate")
                             : Text::tr("%1 sums would saturate in 16 bits (no VNNI)");
    return text.arg(countText(count));
}

}  // namespace

QString layerErrorHeading(const QuantErrors& errors) {
    if (errors.noises.empty()) {
        return {};
    }
    QStringList parts;
    if (const QuantErrorPoint* all = allPoint(errors)) {
        parts << Text::tr("All layers quantized: drop %1 points on %2 images")
                     .arg(QString::fromStdString(dropText(all->drop())), countText(all->count));
    }
    const auto wanted = static_cast<int64_t>(errors.noises.size()) * kPointsALayer + 1;
    const auto open = wanted - static_cast<int64_t>(errors.points.size());
    if (open > 0) {
        parts << Text::tr("%1 of %2 figures to come").arg(countText(open), countText(wanted));
    }
    return parts.join(Text::tr("; "));
}

QString parityHeading(const ParityReport& report) {
    if (report.layers.empty()) {
        return {};
    }
    QStringList lines{
        Text::tr("Engine %1 on %2: %3")
            .arg(QString::fromStdString(report.engine),
                 QString::fromStdString(report.instructionSet),
                 report.saturating ? Text::tr("it saturates sums of two products")
                                   : Text::tr("it does not saturate")),
        Text::tr("Against the integer reference on %1 images: simulation %2, kernels %3; %4")
            .arg(countText(report.images), differenceText(report.total.simulated),
                 differenceText(report.total.kernels), saturationText(report)),
        Text::tr("Same class as the reference: simulation %1, kernels %2 of %3 images")
            .arg(countText(report.sameClassSimulated), countText(report.sameClassKernels),
                 countText(report.images))};
    return lines.join('\n');
}

}  // namespace secateur
