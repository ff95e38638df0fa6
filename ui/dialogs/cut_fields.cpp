#include "ui/dialogs/cut_fields.h"

#include <QComboBox>
#include <QLocale>
#include <algorithm>

#include "core/base/error.h"
#include "core/base/figure_text.h"
#include "ui/dialogs/layer_picker.h"
#include "ui/dialogs/number_field.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/ranking_choice.h"

namespace secateur {

namespace {

enum What { Weights, Channels };
/// Values of the groups' choice; a role is its place in m_roles.
constexpr int kAllGroups = -1;
constexpr int kSelectedGroup = -2;
constexpr int kGivenGroups = -3;  // those of the settings that it starts from

QString forecastText(const CutForecast& forecast, CutWay way) {
    const auto part = [](int64_t after, int64_t before) {
        return CutFields::tr("%1 of %2 (%3)")
            .arg(QString::fromStdString(text::millions(after)),
                 QString::fromStdString(text::millions(before)),
                 percentText(static_cast<double>(after) /
                             static_cast<double>(std::max<int64_t>(1, before))));
    };
    return (way == CutWay::AtOnce
                ? CutFields::tr(" It leaves %1 parameters and %2 MACs.")
                : CutFields::tr(" Cut at once it would leave %1 parameters and %2 MACs."))
        .arg(part(forecast.after.parameters, forecast.before.parameters),
             part(forecast.after.macs, forecast.before.macs));
}

}  // namespace

CutFields::CutFields(OptionsForm& form, const DialogContext& context, CutWay way, QObject* parent)
    : QObject(parent),
      m_form(form),
      m_context(context),
      m_way(way),
      m_weights(pruneSettings(), startOf(pruneSettings(), context.start)),
      m_channels(channelSettings(), startOf(channelSettings(), context.start)) {
    m_what = m_form.addChoice(
        {"what", tr("&What"),
         tr("Single weights become zero and the network keeps its shape. Whole channels are taken "
            "out of every layer that has them: the network is smaller and faster as it is.")},
        {{tr("Single weights"), Weights}, {tr("Whole channels"), Channels}},
        context.startChannels ? Channels : Weights);
    m_weights.add(m_form, {"scope", "amount", "layers"},
                  {0, context.layers, context.selectedLayer, true});
    m_layers = static_cast<LayerPicker*>(m_weights.widget("layers"));
    setupChannels();
    connect(m_what, &QComboBox::currentIndexChanged, this, &CutFields::showFields);
    connect(&m_form, &OptionsForm::changed, this, &CutFields::foretell);
    showFields();
}

/// A cut in small: some ten milliseconds, of a large network more.
void CutFields::foretell() {
    m_forecast.clear();
    m_foretelling.forget();
    if (wholeChannels() && m_context.forecastCut && !m_context.channelGroups.isEmpty()) {
        m_foretelling.start(
            [this, way = m_way, forecast = m_context.forecastCut, recipe = channels()] {
                QString text;
                try {
                    if (const auto found = forecast(recipe)) {
                        text = forecastText(*found, way);
                    }
                } catch (const Error& error) {
                    text = QLatin1Char(' ') + QString::fromStdString(error.what());
                }
                return LatestTask::Answer([this, text] {
                    m_forecast = text;
                    emit changed();
                });
            });
    }
    emit changed();
}

void CutFields::setupChannels() {
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
    const ChannelRecipe given = startOf(channelSettings(), m_context.start);
    const bool some = !given.groups.empty() || !given.roles.empty();
    if (some) {
        choices.push_back({tr("The same as before"), kGivenGroups});
    }
    const SettingText& text = channelSettings().at("groups").text;
    m_groups = m_form.addChoice({"groups", settingText(text.label), settingText(text.help)},
                                choices, some ? kGivenGroups : kAllGroups);
    m_channels.add(m_form, {"criterion", "ranking_images", "round_to", "reconstruct"},
                   {m_context.trainImages, {}, {}, false});
    connect(static_cast<QComboBox*>(m_channels.widget("criterion")),
            &QComboBox::currentIndexChanged, this, &CutFields::enableImages);
}

void CutFields::showFields() {
    const bool channels = wholeChannels();
    m_form.setShown(m_layers, !channels);
    m_form.setShown(m_groups, channels);
    offerCriteria(m_channels.widget("criterion"), channels);
    m_form.setShown(m_channels.widget("round_to"), channels);
    static_cast<AmountField*>(m_weights.widget("amount"))
        ->setAmount(channels ? startOf(channelSettings(), m_context.start).amount
                             : startOf(pruneSettings(), m_context.start).amount);
    enableImages();
}

void CutFields::enableImages() {
    m_channels.widget("ranking_images")
        ->setEnabled(criterionTraits(m_channels.options().criterion).images);
    emit changed();
}

bool CutFields::wholeChannels() const {
    return m_what->currentData().toInt() == Channels;
}

PruneRecipe CutFields::weights() const {
    PruneRecipe recipe = m_weights.options();
    recipe.criterion = m_channels.options().criterion;
    recipe.rankingImages = m_channels.options().rankingImages;
    recipe.reconstruct = m_channels.options().reconstruct;
    recipe.seed = m_context.seed;
    return recipe;
}

ChannelRecipe CutFields::channels() const {
    ChannelRecipe recipe = m_channels.options();
    recipe.scope = m_weights.options().scope;
    recipe.amount = m_weights.options().amount;
    recipe.seed = m_context.seed;
    const int which = m_groups->currentData().toInt();
    if (which == kGivenGroups) {
        return recipe;
    }
    recipe.groups.clear();
    recipe.roles.clear();
    if (which == kSelectedGroup) {
        recipe.groups = {m_context.selectedLayer.toStdString()};
    } else if (which != kAllGroups) {
        recipe.roles = {m_roles.at(which).toStdString()};
    }
    return recipe;
}

QList<DialogContext::ChannelGroup> CutFields::chosenGroups() const {
    const ChannelRecipe recipe = channels();
    const auto named = [](const std::vector<std::string>& names, const QString& name) {
        return names.empty() ||
               std::find(names.begin(), names.end(), name.toStdString()) != names.end();
    };
    QList<DialogContext::ChannelGroup> chosen;
    for (const DialogContext::ChannelGroup& group : m_context.channelGroups) {
        if (named(recipe.groups, group.name) && named(recipe.roles, group.role)) {
            chosen << group;
        }
    }
    return chosen;
}

QString CutFields::problem() const {
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    if (wholeChannels()) {
        return m_context.channelGroups.isEmpty() ? tr("No layer of this network can lose channels.")
                                                 : QString();
    }
    return m_layers->problem();
}

QString CutFields::summary() const {
    return wholeChannels() ? channelSummary() : weightSummary();
}

QString CutFields::forecast() const {
    return m_forecast;
}

QString CutFields::weightSummary() const {
    const QString layers =
        m_layers->count() == 1 ? tr("1 layer") : tr("%1 layers").arg(m_layers->count());
    const QString share = QLocale().toString(100.0 * m_weights.options().amount, 'f', 0);
    return m_weights.options().scope == PruneScope::Global
               ? tr("%1 % of the weights of %2 become zero, those that are ranked lowest, wherever "
                    "they are.")
                     .arg(share, layers)
               : tr("%1 % of the weights of each of %2 become zero, those that are ranked "
                    "lowest.")
                     .arg(share, layers);
}

QString CutFields::channelSummary() const {
    int64_t channels = 0;
    const QList<DialogContext::ChannelGroup> groups = chosenGroups();
    for (const DialogContext::ChannelGroup& group : groups) {
        channels += group.width;
    }
    const QString of =
        tr("%1 channels in %2")
            .arg(QLocale().toString(static_cast<qlonglong>(channels)),
                 groups.size() == 1 ? tr("1 group") : tr("%1 groups").arg(groups.size()));
    const QString share = QLocale().toString(100.0 * m_weights.options().amount, 'f', 0);
    return m_weights.options().scope == PruneScope::Global
               ? tr("%1 % of %2 are taken out, wherever they count least.").arg(share, of)
               : tr("%1 % of the channels of each group, of %2, are taken out.").arg(share, of);
}

}  // namespace secateur
