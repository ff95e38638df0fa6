// What HistogramsPage does with ranges: shows, chooses and stores them.
#include <QLabel>
#include <QPointer>
#include <QUndoStack>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/base/latest_task.h"
#include "ui/histograms/channel_range_plot.h"
#include "ui/histograms/clip_commands.h"
#include "ui/histograms/histogram_plot.h"
#include "ui/histograms/histograms_page.h"
#include "ui/histograms/layer_list_model.h"
#include "ui/histograms/range_table_model.h"
#include "ui/histograms/range_text.h"

namespace secateur {

namespace {

QString readout(const RangeSubject& subject, const RangeEffect& effect) {
    const QString scale =
        effect.smallestScale == effect.largestScale
            ? QString("scale %1").arg(valueText(effect.largestScale))
            : QString("scales %1 to %2")
                  .arg(valueText(effect.smallestScale), valueText(effect.largestScale));
    const QString zeroPoint = subject.scheme.symmetricSigned
                                  ? QString()
                                  : QString("zero point %1 \u00B7 ").arg(effect.zeroPoint);
    return QString("clipped %1 \u00B7 %2 \u00B7 %3SQNR \u2248 %4")
        .arg(shareText(effect.clippedFraction), scale, zeroPoint, decibelText(effect.sqnrDb));
}

}  // namespace

std::optional<ClipRange> HistogramsPage::clipOf(const QString& layer, ClipTarget target) const {
    const std::string name = layer.toStdString();
    for (const ClipChoice& clip : m_clips) {
        if (clip.layer == name && clip.target == target) {
            return clip.range;
        }
    }
    return std::nullopt;
}

void HistogramsPage::setClips(std::vector<ClipChoice> clips) {
    if (clips == m_clips) {
        return;
    }
    m_clips = std::move(clips);
    showStoredRange();
    showErrors();
    findActivationErrors();
}

void HistogramsPage::showStoredRange() {
    if (!m_subject) {
        return;
    }
    const auto chosen = clipOf(m_layer, target());
    const ClipRange range = chosen ? *chosen : automaticRange(*m_subject);
    showRange(range, chosen ? ClipPanel::State::Chosen : ClipPanel::State::Automatic);
}

void HistogramsPage::showRange(const ClipRange& range, ClipPanel::State state) {
    m_range = range;
    const RangeEffect effect = effectOf(*m_subject, range);
    m_histogram->setRange(range, readout(*m_subject, effect));
    m_channels->setRange(range);
    m_panel->setRange(range, effect, state);
    if (state != ClipPanel::State::Edited) {
        m_known.insert(m_layer, {range, effect.sqnrDb});
    }
}

void HistogramsPage::chooseCandidate(const QString& method) {
    if (const RangeCandidate* found = m_panel->table()->find(method)) {
        chooseRange(found->range, 0);
    }
}

void HistogramsPage::chooseRange(const std::optional<ClipRange>& range, int gesture) {
    const auto before = clipOf(m_layer, target());
    if (!m_subject || before == range) {
        showStoredRange();
        return;
    }
    // The stack may outlive the page.
    const auto sink = [page = QPointer(this)](const std::string& layer, ClipTarget target,
                                              const std::optional<ClipRange>& stored) {
        if (page) {
            page->storeClip(QString::fromStdString(layer), target, stored);
        }
    };
    m_undo->push(
        new SetClipCommand({m_layer.toStdString(), target(), before, range, gesture}, sink));
}

void HistogramsPage::storeClip(const QString& layer, ClipTarget target,
                               const std::optional<ClipRange>& range) {
    const std::string name = layer.toStdString();
    const auto found = std::find_if(m_clips.begin(), m_clips.end(), [&](const ClipChoice& clip) {
        return clip.layer == name && clip.target == target;
    });
    if (found != m_clips.end()) {
        m_clips.erase(found);
    }
    if (range) {
        m_clips.push_back({name, target, *range});
    }
    if (layer == m_layer && target == this->target()) {
        showStoredRange();
    }
    showErrors();
    findActivationErrors();
    emit clipChanged(layer, target, range);
}

double HistogramsPage::weightSqnr(const QString& layer) const {
    const std::string name = layer.toStdString();
    for (const WeightError& error : m_weightErrors) {
        if (error.layer == name) {
            return perChannel() ? error.perChannelDb : error.perTensorDb;
        }
    }
    return std::nan("");
}

/// An SQNR is shown for the range that the layer has now, or not at all.
void HistogramsPage::showErrors() {
    std::vector<LayerListModel::Row> rows;
    for (const QString& layer : m_layers) {
        LayerListModel::Row row{layer, clipOf(layer, target()), std::nan("")};
        const auto known = m_known.constFind(layer);
        if (target() == ClipTarget::Weights) {
            const bool current = known != m_known.constEnd() && row.chosen == known->range;
            row.sqnrDb = !row.chosen ? weightSqnr(layer) : current ? known->sqnrDb : row.sqnrDb;
        } else if (known != m_known.constEnd()) {
            const RangeSubject subject = activationSubject(layer);
            const ClipRange range = row.chosen ? *row.chosen : automaticRange(subject);
            row.sqnrDb = known->range == range ? known->sqnrDb : row.sqnrDb;
        }
        rows.push_back(row);
    }
    m_list->setRows(std::move(rows));
}

void HistogramsPage::findActivationErrors() {
    if (target() == ClipTarget::Weights || !m_activations) {
        m_errorTask->forget();
        return;
    }
    std::vector<std::pair<RangeSubject, ClipRange>> wanted;
    for (const QString& layer : m_layers) {
        RangeSubject subject = activationSubject(layer);
        if (subject.hasRange()) {
            const auto chosen = clipOf(layer, ClipTarget::Activations);
            const ClipRange range = chosen ? *chosen : automaticRange(subject);
            const auto known = m_known.constFind(layer);
            if (known == m_known.constEnd() || known->range != range) {
                wanted.emplace_back(std::move(subject), range);
            }
        }
    }
    m_errorTask->start([this, wanted = std::move(wanted)] {
        QHash<QString, KnownSqnr> found;
        for (const auto& [subject, range] : wanted) {
            found.insert(subject.layer, {range, effectOf(subject, range).sqnrDb});
        }
        return [this, found] {
            m_known.insert(found);
            showErrors();
        };
    });
}

}  // namespace secateur
