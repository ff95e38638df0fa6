// The wires of the Quantization page: layer errors, parity, quantization-aware training.
#include <QLocale>

#include "core/study/parity_store.h"
#include "ui/base/number_text.h"
#include "ui/quantization/quantization_page.h"
#include "ui/shell/pages.h"

namespace secateur {

namespace {

QString trainingTitle(const StudySnapshot& snapshot, const StoredTraining& training) {
    const Variant* made = training.lastVariant ? snapshot.variant(*training.lastVariant) : nullptr;
    return made != nullptr ? Pages::tr("%1, %2 epochs")
                                 .arg(QString::fromStdString(made->name))
                                 .arg(training.epochs.size())
                           : Pages::tr("unfinished, %1 epochs so far").arg(training.epochs.size());
}

}  // namespace

void Pages::setupQuantization() {
    connect(m_quantization, &QuantizationPage::errorsRequested, this, &Pages::layerErrorsRequested);
    connect(m_quantization, &QuantizationPage::qatRequested, this, &Pages::qatRequested);
    connect(m_quantization, &QuantizationPage::parityRequested, this, [this](qint64 images) {
        if (m_runner.ready()) {
            m_quantization->setVerifying(true);
            m_runner.verify(images);
        }
    });
    connect(&m_runner, &StageRunner::errorsProgressed, this, &Pages::showLiveErrors);
    connect(&m_runner, &StageRunner::verified, this,
            [this](qint64 variant, const std::shared_ptr<const ParityReport>& report) {
                if (variant == m_workspace.variant()) {
                    m_quantization->setParity(report);
                }
            });
    connect(&m_runner, &StageRunner::verifyingEnded, this,
            [this] { m_quantization->setVerifying(false); });
}

void Pages::showChecks() {
    m_quantization->setNetwork(m_workspace.network(), m_workspace.currentIsQuantized());
    showVariantOfChecks();
    showStoredChecks();
    showLiveErrors();
}

/// A network that was just made may be read before the study's list of networks is.
void Pages::showVariantOfChecks() {
    const Variant* variant = m_workspace.currentVariant();
    m_quantization->setSource(variant != nullptr ? QString::fromStdString(variant->name)
                                                 : QString());
    m_quantization->setQuantized(m_workspace.currentIsQuantized());
}

/// What the study has of this network: layer errors of an FP32 one, parity of an INT8 one.
void Pages::showStoredChecks() {
    const auto study = m_workspace.study();
    const int64_t variant = m_workspace.variant();
    if (!study) {
        return;
    }
    if (m_workspace.currentIsQuantized()) {
        m_workspace.jobs().submit<std::shared_ptr<const ParityReport>>(
            {tr("Stored parity"), JobLane::Io, whileVariantIs(), true},
            [=](const RunContext&) {
                return std::make_shared<const ParityReport>(
                    findParity(*study, variant).value_or(ParityReport()));
            },
            this,
            [this](const std::shared_ptr<const ParityReport>& stored) {
                if (!stored->layers.empty()) {
                    m_quantization->setParity(stored);
                }
            });
        return;
    }
    m_workspace.jobs().submit<std::shared_ptr<const QuantErrors>>(
        {tr("Stored layer errors"), JobLane::Io, whileVariantIs(), true},
        [=](const RunContext&) {
            return std::make_shared<const QuantErrors>(storedQuantErrors(*study, variant));
        },
        this,
        [this](const std::shared_ptr<const QuantErrors>& stored) {
            if (!stored->noises.empty()) {
                m_quantization->setErrors(stored);
            }
        });
}

void Pages::showLiveErrors() {
    const LiveErrors::State live = m_runner.liveErrors().state();
    const bool ours = live.subject.study == m_workspace.study().get() &&
                      live.subject.variant == m_workspace.variant();
    m_quantization->setMeasuringErrors(live.running && ours);
    if (ours && live.value) {
        m_quantization->setErrors(live.value);
    }
}

void Pages::showTrainings() {
    const auto snapshot = m_workspace.snapshot();
    std::vector<NamedTraining> trainings;
    if (snapshot) {
        for (const StoredTraining& training : snapshot->trainings) {
            if (training.kind == "qat" && !training.epochs.empty()) {
                trainings.push_back({trainingTitle(*snapshot, training), {snapshot, &training}});
            }
        }
    }
    m_quantization->setTrainings(std::move(trainings));
}

}  // namespace secateur
