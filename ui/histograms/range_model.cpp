#include "ui/histograms/range_model.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/base/translation.h"
#include "ui/models/range_text.h"

namespace secateur {

void RangeModel::forget() {
    m_ranges.reset();
    m_clips.clear();
}

const ActivationHistograms* RangeModel::activations() const {
    return m_ranges && !m_ranges->activations.empty() ? &m_ranges->activations : nullptr;
}

std::optional<ClipRange> RangeModel::clipOf(const QString& layer, ClipTarget target) const {
    const std::string name = layer.toStdString();
    for (const ClipChoice& clip : m_clips) {
        if (clip.layer == name && clip.target == target) {
            return clip.range;
        }
    }
    return std::nullopt;
}

void RangeModel::storeClip(const QString& layer, ClipTarget target,
                           const std::optional<ClipRange>& range) {
    const std::string name = layer.toStdString();
    std::erase_if(m_clips, [&](const ClipChoice& clip) {
        return clip.layer == name && clip.target == target;
    });
    if (range) {
        m_clips.push_back({name, target, *range});
    }
}

const RangeChoice* RangeModel::choiceOf(const QString& layer, ClipTarget target) const {
    return m_ranges ? m_ranges->find(layer.toStdString(), target) : nullptr;
}

std::optional<RangeSubject> RangeModel::weightSubject(
    const std::shared_ptr<const WeightHistogram>& weights) const {
    RangeSubject subject;
    subject.layer = QString::fromStdString(weights->layer);
    subject.scheme.symmetricSigned = true;
    subject.stored = stored();
    subject.histogram = std::shared_ptr<const Histogram>(weights, &weights->all);
    if (const RangeChoice* choice = choiceOf(subject.layer, ClipTarget::Weights)) {
        subject.choice = *choice;
        subject.channels = choice->perChannel ? weights : nullptr;
    }
    return subject.hasRange() ? std::optional(subject) : std::nullopt;
}

std::optional<RangeSubject> RangeModel::activationSubject(const QString& layer) const {
    const RangeChoice* choice = choiceOf(layer, ClipTarget::Activations);
    const auto found = m_ranges ? m_ranges->activations.find(layer.toStdString())
                                : ActivationHistograms::const_iterator();
    if (choice == nullptr || found == m_ranges->activations.end()) {
        return std::nullopt;
    }
    RangeSubject subject;
    subject.layer = layer;
    subject.target = ClipTarget::Activations;
    subject.scheme = choice->scheme;
    subject.stored = stored();
    subject.relu6 = found->second.relu6;
    subject.movingAverage = found->second.movingAverage;
    subject.choice = *choice;
    subject.histogram = std::shared_ptr<const Histogram>(m_ranges, &found->second.values);
    return subject.hasRange() ? std::optional(subject) : std::nullopt;
}

RangedLayer RangeModel::row(const QString& layer, ClipTarget target) const {
    RangedLayer row{layer, clipOf(layer, target), std::nan(""), Text::tr("automatic")};
    const RangeChoice* choice = choiceOf(layer, target);
    if (choice == nullptr) {
        return row;
    }
    row.rule = ruleText(*choice);
    row.about = choiceText(*choice);
    const bool byHand = choice->rule == RangeRule::ByHand;
    if (row.chosen ? byHand && choice->range == representable(*row.chosen, choice->scheme)
                   : !byHand) {
        row.sqnrDb = choice->sqnrDb;
    } else if (target == ClipTarget::Activations) {
        if (const auto subject = activationSubject(layer)) {
            row.sqnrDb = effectOf(*subject, row.chosen.value_or(subject->automatic())).sqnrDb;
        }
    }
    return row;
}

QString RangeModel::sourceText() const {
    if (!m_ranges) {
        return {};
    }
    QString text = QString::fromStdString(m_ranges->network);
    if (m_ranges->images > 0) {
        text = Text::tr("%1, activations on %2 train images")
                   .arg(text, QLocale().toString(static_cast<qlonglong>(m_ranges->images)));
    }
    return m_ranges->stored
               ? Text::tr("ranges of the INT8 network, over the values of %1").arg(text)
               : text;
}

QString RangeModel::storedText(const QString& layer) const {
    const RangeChoice* choice = choiceOf(layer, ClipTarget::Activations);
    return stored() && choice != nullptr
               ? Text::tr("%1: %2.").arg(layer, choiceText(*choice)) + "\n\n"
               : QString();
}

QString RangeModel::missing(ClipTarget target) const {
    const bool known =
        m_ranges && std::any_of(m_ranges->choices.begin(), m_ranges->choices.end(),
                                [&](const RangeChoice& choice) {
                                    return choice.weights == (target == ClipTarget::Weights);
                                });
    return m_ranges && !known ? QString::fromStdString(m_ranges->missing) : QString();
}

}  // namespace secateur
