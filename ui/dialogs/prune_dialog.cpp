#include "ui/dialogs/prune_dialog.h"

#include <QComboBox>
#include <QLocale>

#include "ui/dialogs/layer_picker.h"
#include "ui/dialogs/number_field.h"
#include "ui/dialogs/options_form.h"

namespace secateur {

namespace {

enum What { Weights, Channels };
enum Scope { Global, EachLayer };
/// Values of the groups' choice; a role is its place in m_roles.
constexpr int kAllGroups = -1;
constexpr int kSelectedGroup = -2;

}  // namespace

PruneDialog::PruneDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Prune"), tr("Prune"), parent), m_context(context), m_form(nullptr) {
    setSubject(context.variantName);
    m_form = addForm();
    setupWhat();
    m_layers = new LayerPicker(context.layers, context.selectedLayer);
    m_form->addField({"layers", tr("&Layers"), tr("The layers whose weights are pruned.")},
                     m_layers);
    connect(m_layers, &LayerPicker::changed, this, &PruneDialog::refresh);
    setupChannels();
    connect(m_what, &QComboBox::currentIndexChanged, this, &PruneDialog::showFields);
    showFields();
}

void PruneDialog::setupWhat() {
    m_what = m_form->addChoice(
        {"what", tr("&What"),
         tr("Single weights become zero and the network keeps its shape. Whole channels are taken "
            "out of every layer that has them: the network is smaller and faster as it is.")},
        {{tr("Single weights"), Weights}, {tr("Whole channels"), Channels}}, Weights);
    m_scope = m_form->addChoice(
        {"scope", tr("&Scope"),
         tr("Global ranks what all layers or groups have together, so that robust ones lose more; "
            "each loses the same share otherwise. Sensitivity curves of all together are global.")},
        {{tr("Global: one ranking over all"), Global},
         {tr("Each layer or group by the same share"), EachLayer}},
        Global);
    m_amount = m_form->addAmount(
        {"amount", tr("&Amount"),
         tr("The share of the weights that become zero (those of the smallest magnitude), or of "
            "the channels that go (those that the criterion ranks lowest).")},
        PruneRecipe().amount);
}

void PruneDialog::setupChannels() {
    std::vector<OptionsForm::Choice> choices{
        {tr("All %1 groups that can be cut").arg(m_context.channelGroups.size()), kAllGroups}};
    for (const DialogContext::ChannelGroup& group : m_context.channelGroups) {
        if (!group.role.isEmpty() && !m_roles.contains(group.role)) {
            choices.push_back(
                {tr("Only those of role “%1”").arg(group.role), static_cast<int>(m_roles.size())});
            m_roles << group.role;
        }
        if (group.name == m_context.selectedLayer) {
            choices.push_back({tr("Only %1").arg(group.name), kSelectedGroup});
        }
    }
    m_groups = m_form->addChoice(
        {"groups", tr("&Groups"),
         tr("Channels that depend on each other are cut together: an expansion with its depthwise "
            "layer, both ends of a residual sum.")},
        choices, kAllGroups);
    m_criterion = m_form->addChoice(
        {"criterion", tr("&Criterion"),
         tr("What a channel's weight is measured by: its filters' L1 or L2 norm, or the scale of "
            "its batch normalisation.")},
        {{tr("L1 norm of the filters"), static_cast<int>(ChannelCriterion::L1)},
         {tr("L2 norm of the filters"), static_cast<int>(ChannelCriterion::L2)},
         {tr("Scale of the batch normalisation"), static_cast<int>(ChannelCriterion::BnScale)}},
        static_cast<int>(ChannelCriterion::L1));
    m_rounding = m_form->addChoice(
        {"rounding", tr("Wi&dths"),
         tr("Kernels are fastest where the number of channels is a multiple of 8; widths are "
            "rounded up.")},
        {{tr("Any"), 1}, {tr("Multiples of 8"), 8}}, 1);
}

void PruneDialog::showFields() {
    const bool channels = wholeChannels();
    m_form->setShown(m_layers, !channels);
    for (QWidget* field : {m_groups, m_criterion, m_rounding}) {
        m_form->setShown(field, channels);
    }
    m_amount->setAmount(channels ? ChannelRecipe().amount : PruneRecipe().amount);
    refresh();
}

bool PruneDialog::wholeChannels() const {
    return m_what->currentData().toInt() == Channels;
}

bool PruneDialog::global() const {
    return m_scope->currentData().toInt() == Global;
}

PruneRecipe PruneDialog::options() const {
    PruneRecipe recipe;
    recipe.scope = global() ? PruneScope::Global : PruneScope::Layer;
    recipe.amount = m_amount->amount();
    recipe.layers = m_layers->layers();
    return recipe;
}

ChannelRecipe PruneDialog::channelOptions() const {
    ChannelRecipe recipe;
    recipe.scope = global() ? PruneScope::Global : PruneScope::Layer;
    recipe.amount = m_amount->amount();
    recipe.criterion = static_cast<ChannelCriterion>(m_criterion->currentData().toInt());
    recipe.roundTo = m_rounding->currentData().toInt();
    const int which = m_groups->currentData().toInt();
    if (which == kSelectedGroup) {
        recipe.groups = {m_context.selectedLayer.toStdString()};
    } else if (which != kAllGroups) {
        recipe.roles = {m_roles.at(which).toStdString()};
    }
    return recipe;
}

QList<DialogContext::ChannelGroup> PruneDialog::chosenGroups() const {
    const int which = m_groups->currentData().toInt();
    QList<DialogContext::ChannelGroup> chosen;
    for (const DialogContext::ChannelGroup& group : m_context.channelGroups) {
        const bool taken =
            which == kAllGroups || (which == kSelectedGroup ? group.name == m_context.selectedLayer
                                                            : group.role == m_roles.at(which));
        if (taken) {
            chosen << group;
        }
    }
    return chosen;
}

QString PruneDialog::problem() const {
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    if (wholeChannels()) {
        return m_context.channelGroups.isEmpty() ? tr("No layer of this network can lose channels.")
                                                 : QString();
    }
    return m_layers->problem();
}

QString PruneDialog::summary() const {
    return wholeChannels() ? channelSummary() : weightSummary();
}

QString PruneDialog::weightSummary() const {
    const QString layers =
        m_layers->count() == 1 ? tr("1 layer") : tr("%1 layers").arg(m_layers->count());
    const QString share = QLocale().toString(100.0 * m_amount->amount(), 'f', 0);
    return global() ? tr("The smallest %1 % of the weights of %2 become zero, wherever they are. "
                         "The network as it is stays in the study.")
                          .arg(share, layers)
                    : tr("The smallest %1 % of the weights of each of %2 become zero. The network "
                         "as it is stays in the study.")
                          .arg(share, layers);
}

QString PruneDialog::channelSummary() const {
    int64_t channels = 0;
    const QList<DialogContext::ChannelGroup> groups = chosenGroups();
    for (const DialogContext::ChannelGroup& group : groups) {
        channels += group.width;
    }
    const QString of =
        tr("%1 channels in %2")
            .arg(QLocale().toString(static_cast<qlonglong>(channels)),
                 groups.size() == 1 ? tr("1 group") : tr("%1 groups").arg(groups.size()));
    const QString share = QLocale().toString(100.0 * m_amount->amount(), 'f', 0);
    return global() ? tr("%1 % of %2 are taken out, wherever they count least. The network as it "
                         "is stays in the study.")
                          .arg(share, of)
                    : tr("%1 % of the channels of each group, of %2, are taken out. The network "
                         "as it is stays in the study.")
                          .arg(share, of);
}

}  // namespace secateur
