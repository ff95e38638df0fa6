#include "ui/model_view/block_text.h"

#include <QStringList>
#include <algorithm>

#include "ui/base/translation.h"
#include "ui/model_view/layer_text.h"

namespace secateur {

namespace {

constexpr double kTitleSize = 11.0;
constexpr double kLabelSize = 10.0;

QFont sized(QFont font, double size, bool bold) {
    font.setPixelSize(static_cast<int>(size));
    font.setBold(bold);
    return font;
}

}  // namespace

QString boxLabel(const LayerCost& layer) {
    return std::visit(
        Overloaded{
            [](const Add&) { return QString("+"); },
            [](const Multiply&) { return QString::fromUtf8("×"); },
            [](const Concat&) { return QString("c"); },
            [](const Linear&) { return Text::tr("fc"); },
            [](const MaxPool2d&) { return Text::tr("max"); },
            [](const AvgPool2d&) { return Text::tr("avg"); },
            [](const GlobalAvgPool&) { return Text::tr("avg"); },
            [](const BatchNorm2d&) { return Text::tr("bn"); },
            [](const Pad2d&) { return Text::tr("pad"); },
            [](const SelectChannels&) { return Text::tr("ch"); },
            [](const Upsample2d& op) { return QString::fromUtf8("×%1").arg(op.scale[0]); },
            [](const ChannelAffine&) { return Text::tr("scale"); },
            [](const LayerNorm2d&) { return Text::tr("ln"); },
            [&](const Conv2d& conv) {
                return QString("%1x%2").arg(conv.kernel[0]).arg(conv.kernel[1]);
            },
            [&](const auto&) { return QString::fromStdString(layer.kind); },
        },
        layer.op);
}

QString sourceText(const BlockBranch& branch) {
    std::vector<std::string> names = branch.sources;
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names.size() == 1 ? Text::tr("from %1").arg(QString::fromStdString(names.front()))
                             : Text::tr("from %1 blocks").arg(names.size());
}

QString resolutionText(const GraphCost& cost, const DrawnBlock& block) {
    const FeatureShape& in = cost.layers[block.main.front().layer].input;
    const FeatureShape& out = cost.layers[block.main.back().layer].output;
    const bool same = in[1] == out[1] && in[2] == out[2];
    return same ? formatResolution(out)
                : formatResolution(in) + QString::fromUtf8("→") + formatResolution(out);
}

QFont titleFont(const QFont& base) {
    return sized(base, kTitleSize, true);
}

QFont labelFont(const QFont& base) {
    return sized(base, kLabelSize, false);
}

QString widthsText(const GraphCost& cost, const DrawnBlock& block) {
    std::vector<int64_t> widths;
    const auto add = [&](int64_t channels) {
        if (widths.empty() || widths.back() != channels) {
            widths.push_back(channels);
        }
    };
    for (const DrawnColumn& column : block.main) {
        const LayerCost& layer = cost.layers[column.layer];
        if (isWeighted(layer) || widths.empty()) {
            add(layer.input[0]);
        }
        add(layer.output[0]);
    }
    constexpr size_t kMost = 4;
    const QString arrow = QString::fromUtf8("→");
    if (widths.size() > kMost) {
        return QString::number(widths.front()) + arrow + QString::fromUtf8("…") + arrow +
               QString::number(widths.back());
    }
    QStringList texts;
    for (const int64_t width : widths) {
        texts << QString::number(width);
    }
    return texts.join(arrow);
}

}  // namespace secateur
