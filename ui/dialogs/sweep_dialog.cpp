#include "ui/dialogs/sweep_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QSpinBox>
#include <algorithm>

#include "core/stages/pipeline.h"
#include "ui/dialogs/layer_picker.h"
#include "ui/dialogs/level_list.h"
#include "ui/dialogs/number_field.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"
#include "ui/models/perturbation_kinds.h"

namespace secateur {

namespace {

constexpr int kMasks = -1;  // in the place of a criterion

std::vector<OptionsForm::Choice> kinds() {
    std::vector<OptionsForm::Choice> choices;
    for (const KindTraits& traits : kindTraits()) {
        choices.push_back({traits.title, static_cast<int>(traits.kind)});
    }
    return choices;
}

QString kindsTip() {
    QStringList lines;
    for (const KindTraits& traits : kindTraits()) {
        lines << SweepDialog::tr("%1: %2").arg(traits.title, traits.toolTip);
    }
    return lines.join('\n');
}

}  // namespace

SweepDialog::SweepDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Sensitivity sweep"), tr("Sweep"), parent), m_context(context) {
    setSubject(subjectOf(context));
    const auto [what, how] = addForms(tr("What is changed"), tr("How it is measured"));
    m_what = what;
    setupWhat(*what);
    setupHow(*how);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &SweepDialog::followKind);
    connect(m_criterion, &QComboBox::currentIndexChanged, this, &SweepDialog::followChoices);
    connect(m_adaptive, &QCheckBox::toggled, this, &SweepDialog::followChoices);
    followChoices();
    refresh();
}

void SweepDialog::setupWhat(OptionsForm& form) {
    const SweepOptions defaults;
    m_kind =
        form.addChoice({"kind", tr("&Kind"), kindsTip()}, kinds(), static_cast<int>(defaults.kind));
    m_criterion = form.addChoice(
        {"criterion", tr("Ra&nking"),
         tr("Which weights go first: those of the smallest magnitude (L1; L2 gives single weights "
            "the same order), random ones as a baseline, or those that a file of masks names.")},
        {{tr("L1 magnitude"), static_cast<int>(PruneCriterion::L1)},
         {tr("L2 magnitude"), static_cast<int>(PruneCriterion::L2)},
         {tr("Random"), static_cast<int>(PruneCriterion::Random)},
         {tr("Masks from a file"), kMasks}},
        static_cast<int>(defaults.criterion));
    m_masks = new PathField(PathField::Kind::ExistingFile, tr("Open pruning masks"),
                            tr("Masks (*.safetensors *.pth *.pt)"));
    form.addField({"masks", tr("&Masks"),
                   tr("Tensors named like the weights, or NAME.weight_mask as "
                      "torch.nn.utils.prune leaves them; 0 is pruned.")},
                  m_masks);
    m_masks->setNames(QStringLiteral("masks"), tr("Masks"));
    connect(m_masks, &PathField::changed, this, &SweepDialog::refresh);
    const KindTraits& traits = traitsOf(defaults.kind);
    m_levels = form.addText({"levels", traits.levels, traits.levelsTip},
                            levelsText(defaultLevels(defaults.kind)));
    m_grouping = form.addChoice(
        {"grouping", tr("&Together"),
         tr("Which layers are changed at once: each by itself, those of a block, or those with the "
            "same role (expand, depthwise, …).")},
        {{tr("Each layer by itself"), static_cast<int>(Grouping::Layer)},
         {tr("The layers of a block"), static_cast<int>(Grouping::Block)},
         {tr("The layers of a role"), static_cast<int>(Grouping::Role)}},
        static_cast<int>(defaults.grouping));
    m_perLayer =
        form.addCheck({"perLayer", tr("A &curve for each of them"),
                       tr("One curve a layer, block or role: only it is changed, the rest stays.")},
                      defaults.perLayer);
    m_global = form.addCheck(
        {"global", tr("All layers to&gether"),
         tr("One curve more: all layers are changed at once, weights ranked across them.")},
        defaults.global);
    m_layers = new LayerPicker(m_context.layers, m_context.selectedLayer);
    form.addField({"layers", tr("L&ayers"), tr("The layers that are changed.")}, m_layers);
    connect(m_layers, &LayerPicker::changed, this, &SweepDialog::refresh);
}

void SweepDialog::setupHow(OptionsForm& form) {
    const AdaptiveOptions defaults;
    m_images = form.addImages(
        {"images", tr("Held-out &images"),
         tr("Images of the train split that no training has seen; each point classifies them.")},
        m_context.heldOutImages, PipelineOptions().sensitivityImages);
    m_adaptive = form.addCheck(
        {"adaptive", tr("A&daptive: as few images as a verdict needs"),
         tr("A point looks at more and more images until its bounds lie on one side of the "
            "tolerance, or are narrow enough. Without it every point classifies all images.")},
        defaults.on);
    m_tolerance =
        form.addNumber({"tolerance", tr("T&olerance, points"),
                        tr("Points settle once it is certain whether they lose more than this.")},
                       0.0, 99.0, 2, 100.0 * defaults.toleranceShare);
    m_width =
        form.addNumber({"width", tr("&Width, points"),
                        tr("A point whose bounds are no further apart needs no more images.")},
                       0.0, 99.0, 2, 100.0 * defaults.width);
    m_confidence = form.addNumber(
        {"confidence", tr("Con&fidence, %"),
         tr("That all bounds of the sweep hold at all times, however often one looks.")},
        50.0, 99.9999, 4, 100.0 * defaults.confidence);
}

PerturbationKind SweepDialog::kind() const {
    return static_cast<PerturbationKind>(m_kind->currentData().toInt());
}

bool SweepDialog::byMasks() const {
    return traitsOf(kind()).ranked && m_criterion->currentData().toInt() == kMasks;
}

QString SweepDialog::masksFile() const {
    return byMasks() ? m_masks->path() : QString();
}

/// What was typed for the last kind comes back with it.
void SweepDialog::followKind() {
    m_levelsOf[m_levelsKind] = m_levels->text();
    m_levelsKind = kind();
    const auto [known, isNew] = m_levelsOf.try_emplace(m_levelsKind);
    if (isNew) {
        known->second = levelsText(defaultLevels(m_levelsKind));
    }
    m_what->retitle(m_levels, traitsOf(m_levelsKind).levels, traitsOf(m_levelsKind).levelsTip);
    m_levels->setText(known->second);
    followChoices();
}

void SweepDialog::followChoices() {
    m_criterion->setEnabled(traitsOf(kind()).ranked);
    m_masks->setEnabled(byMasks());
    m_levels->setEnabled(!byMasks());
    for (NumberField* field : {m_tolerance, m_width, m_confidence}) {
        field->setEnabled(m_adaptive->isChecked());
    }
    refresh();
}

SweepOptions SweepDialog::options() const {
    SweepOptions options;
    options.kind = kind();
    if (traitsOf(options.kind).ranked && !byMasks()) {
        options.criterion = static_cast<PruneCriterion>(m_criterion->currentData().toInt());
    }
    options.levels = parseLevels(m_levels->text(), options.kind).levels;
    options.layers = m_layers->layers();
    options.grouping = static_cast<Grouping>(m_grouping->currentData().toInt());
    options.perLayer = m_perLayer->isChecked();
    options.global = m_global->isChecked();
    options.seed = m_context.seed;
    options.adaptive.on = m_adaptive->isChecked();
    options.adaptive.toleranceShare = m_tolerance->value() / 100.0;
    options.adaptive.width = m_width->value() / 100.0;
    options.adaptive.confidence = m_confidence->value() / 100.0;
    options.adaptive.seed = m_context.seed;
    return options;
}

int64_t SweepDialog::images() const {
    return m_images->value();
}

QString SweepDialog::levelsProblem() const {
    if (!byMasks()) {
        return parseLevels(m_levels->text(), kind()).problem;
    }
    return QFileInfo(m_masks->path()).isFile() ? QString() : tr("Choose a file of masks.");
}

QString SweepDialog::problem() const {
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    if (m_context.heldOutImages == 0) {
        return tr("The data set has no train split, so there are no held-out images.");
    }
    const QString levels = levelsProblem();
    if (!levels.isEmpty()) {
        return levels;
    }
    if (!m_perLayer->isChecked() && !m_global->isChecked()) {
        return tr("Choose a curve for each, all layers together, or both.");
    }
    return m_layers->problem().isEmpty() ? groupsProblem() : m_layers->problem();
}

/// Channel groups are called after the layers that make them.
QString SweepDialog::groupsProblem() const {
    if (kind() != PerturbationKind::Channels) {
        return {};
    }
    for (const std::string& layer : m_layers->layers()) {
        const auto named = [&](const DialogContext::ChannelGroup& group) {
            return group.name.toStdString() == layer;
        };
        if (std::none_of(m_context.channelGroups.begin(), m_context.channelGroups.end(), named)) {
            return tr("No channel group is called after %1: untick it.")
                .arg(QString::fromStdString(layer));
        }
    }
    return {};
}

QString SweepDialog::summary() const {
    const SweepOptions chosen = options();
    const int64_t count = images() == 0 ? m_context.heldOutImages : images();
    const QString known = tr("Points that the study has already are not measured again.");
    if (byMasks()) {
        return tr("One point for each %1 with a mask, on %2 images. %3")
            .arg(QLatin1String(enumName(chosen.grouping)), countText(count), known);
    }
    if (chosen.grouping != Grouping::Layer) {
        return tr("%1 levels for each %2, on %3%4 images. %5")
            .arg(countText(static_cast<int64_t>(chosen.levels.size())),
                 QLatin1String(enumName(chosen.grouping)),
                 chosen.adaptive.on ? tr("at most ") : QString(), countText(count), known);
    }
    const auto levels = static_cast<int64_t>(chosen.levels.size());
    const int64_t curves = chosen.kind == PerturbationKind::Channels && m_layers->all()
                               ? static_cast<int64_t>(m_context.channelGroups.size())
                               : m_layers->count();
    const int64_t points =
        levels * ((chosen.perLayer ? curves : 0) + static_cast<int64_t>(chosen.global));
    return tr("%1 points × %2 images = %3%4 classifications on %5 cores. %6")
        .arg(countText(points), countText(count), chosen.adaptive.on ? tr("at most ") : QString(),
             countText(points * count), countText(m_context.cores), known);
}

}  // namespace secateur
