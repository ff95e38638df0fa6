#include "ui/dialogs/sweep_dialog.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QSpinBox>
#include <algorithm>

#include "core/stages/pipeline.h"
#include "ui/base/core_text.h"
#include "ui/dialogs/layer_picker.h"
#include "ui/dialogs/level_list.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"
#include "ui/dialogs/ranking_choice.h"
#include "ui/models/perturbation_kinds.h"

namespace secateur {

SweepDialog::SweepDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Sensitivity sweep"), tr("Sweep"), parent),
      m_context(context),
      m_fields(sweepSettings(), {}) {
    setSubject(subjectOf(context));
    const auto [what, how] = addForms(tr("What is changed"), tr("How it is measured"));
    m_what = what;
    setupWhat(*what);
    m_images = how->addImages(
        {"images", tr("Held-out &images"),
         tr("Images of the train split that no training here sees; each point classifies them.")},
        m_context.heldOutImages, m_context.sweepImages);
    m_fields.add(*how, {"recalibrate", "adaptive", "tolerance", "width", "confidence"});
    connect(static_cast<QComboBox*>(m_fields.widget("kind")), &QComboBox::currentIndexChanged, this,
            &SweepDialog::followKind);
    for (OptionsForm* form : {what, how}) {
        connect(form, &OptionsForm::changed, this, &SweepDialog::enableFields);
    }
    connect(m_masks, &PathField::changed, this, &SweepDialog::enableFields);
    enableFields();
}

void SweepDialog::setupWhat(OptionsForm& form) {
    m_fields.add(form, {"kind", "criterion", "ranking_images"},
                 {m_context.trainImages, {}, {}, false});
    m_masks = new PathField(PathField::Kind::ExistingFile, tr("Open pruning masks"),
                            tr("Masks (*.safetensors *.pth *.pt)"));
    form.addField({"masks", tr("&Masks"),
                   tr("Instead of a ranking: a file of tensors named like the weights, or "
                      "NAME.weight_mask as torch.nn.utils.prune leaves them; 0 is pruned. Empty: "
                      "weights are ranked.")},
                  m_masks);
    m_masks->setNames(QStringLiteral("masks"), tr("Masks"));
    const KindTraits& traits = traitsOf(kind());
    m_levels = form.addText({"levels", traits.levels, traits.levelsTip},
                            levelsText(defaultLevels(kind())));
    m_fields.add(form, {"grouping", "scope", "layers"},
                 {0, m_context.layers, m_context.selectedLayer, true});
    m_layers = static_cast<LayerPicker*>(m_fields.widget("layers"));
    offerCriteria(m_fields.widget("criterion"), kind() == PerturbationKind::Channels);
}

PerturbationKind SweepDialog::kind() const {
    return m_fields.options().kind;
}

QString SweepDialog::masksFile() const {
    return kind() == PerturbationKind::Prune ? m_masks->path() : QString();
}

bool SweepDialog::byMasks() const {
    return !masksFile().isEmpty();
}

/// What was typed for the last kind comes back with it.
void SweepDialog::followKind() {
    m_levelsOf[m_levelsKind] = m_levels->text();
    m_levelsKind = kind();
    const auto [known, isNew] = m_levelsOf.try_emplace(m_levelsKind);
    if (isNew) {
        known->second = levelsText(defaultLevels(m_levelsKind));
    }
    if (traitsOf(m_levelsKind).ranked) {
        offerCriteria(m_fields.widget("criterion"), m_levelsKind == PerturbationKind::Channels);
    }
    m_what->retitle(m_levels, traitsOf(m_levelsKind).levels, traitsOf(m_levelsKind).levelsTip);
    m_levels->setText(known->second);
}

void SweepDialog::enableFields() {
    const SweepOptions chosen = m_fields.options();
    const bool ranked = traitsOf(chosen.kind).ranked && !byMasks();
    m_fields.widget("criterion")->setEnabled(ranked);
    m_fields.widget("ranking_images")
        ->setEnabled(ranked && criterionTraits(chosen.criterion).images);
    m_masks->setEnabled(chosen.kind == PerturbationKind::Prune);
    m_fields.widget("recalibrate")->setEnabled(repairable(chosen.kind));
    m_levels->setEnabled(!byMasks());
    for (const char* key : {"tolerance", "width", "confidence"}) {
        m_fields.widget(key)->setEnabled(chosen.adaptive.on);
    }
    refresh();
}

SweepOptions SweepDialog::options() const {
    SweepOptions options = m_fields.options();
    if (!traitsOf(options.kind).ranked || byMasks()) {
        options.criterion = SweepOptions().criterion;
    }
    if (!repairable(options.kind)) {
        options.recalibrate = 0;
    }
    options.levels = parseLevels(m_levels->text(), options.kind).levels;
    options.seed = m_context.seed;
    return options;
}

int64_t SweepDialog::images() const {
    return m_images->value();
}

QString SweepDialog::optionsProblem() const {
    if (byMasks()) {
        return QFileInfo(masksFile()).isFile() ? QString() : tr("Choose a file of masks.");
    }
    const QString levels = parseLevels(m_levels->text(), kind()).problem;
    if (!levels.isEmpty()) {
        return levels;
    }
    try {
        checkSweepOptions(options());
        return {};
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    }
}

QString SweepDialog::problem() const {
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    if (m_context.heldOutImages == 0) {
        return tr("The data set has no train split, so there are no held-out images.");
    }
    for (const QString& problem : {optionsProblem(), m_layers->problem()}) {
        if (!problem.isEmpty()) {
            return problem;
        }
    }
    return groupsProblem();
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

Work SweepDialog::sweepWork(const SweepOptions& chosen, int64_t points, int64_t images) const {
    const auto answers = static_cast<double>(points * images);
    const auto baseline = static_cast<double>(images);
    // A recalibrated network is another one from its first layer on, and passes its images besides.
    return chosen.recalibrate > 0
               ? Work{.classified =
                          baseline + answers + static_cast<double>(points * chosen.recalibrate)}
               : Work{.classified = baseline, .resumed = answers};
}

QString SweepDialog::summary() const {
    const SweepOptions chosen = options();
    const int64_t count = images() == 0 ? m_context.heldOutImages : images();
    const QString known = tr("Points that the study has already are not measured again.");
    if (byMasks()) {
        return tr("One point for each %1 with a mask, on %2 images. %3")
            .arg(shownName(chosen.grouping), countText(count), known);
    }
    if (chosen.grouping != Grouping::Layer) {
        return tr("%1 levels for each %2, on %3%4 images. %5")
            .arg(countText(static_cast<int64_t>(chosen.levels.size())), shownName(chosen.grouping),
                 chosen.adaptive.on ? tr("at most ") : QString(), countText(count), known);
    }
    const auto levels = static_cast<int64_t>(chosen.levels.size());
    const int64_t curves = chosen.kind == PerturbationKind::Channels && m_layers->all()
                               ? static_cast<int64_t>(m_context.channelGroups.size())
                               : m_layers->count();
    const int64_t points =
        levels * ((chosen.each() ? curves : 0) + static_cast<int64_t>(chosen.together()));
    return tr("%1 points × %2 images = %3%4 classifications on %5 cores.%6 %7")
        .arg(countText(points), countText(count), chosen.adaptive.on ? tr("at most ") : QString(),
             countText(points * count), countText(m_context.cores),
             timeText(m_context, sweepWork(chosen, points, count)), known);
}

}  // namespace secateur
