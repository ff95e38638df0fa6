#include "ui/quantization/quantization_controller.h"

#include "core/study/parity_store.h"

namespace secateur {

namespace {

QString trainingTitle(const StudySnapshot& snapshot, const StoredTraining& training) {
    const Variant* made = training.lastVariant ? snapshot.variant(*training.lastVariant) : nullptr;
    return made != nullptr ? QuantizationController::tr("%1, %2 epochs")
                                 .arg(QString::fromStdString(made->name))
                                 .arg(training.epochs.size())
                           : QuantizationController::tr("unfinished, %1 epochs so far")
                                 .arg(training.epochs.size());
}

}  // namespace

QuantizationController::QuantizationController(Workspace& workspace, StageRunner& runner,
                                               QWidget* parent)
    : ControllerOf(workspace, runner, tr("Quantization"), "quantization.md",
                   new QuantizationPage(&workspace.selection(), parent)) {
    connect(m_page, &QuantizationPage::errorsRequested, this,
            [this] { emit dialogWanted(StageDialog::LayerErrors); });
    connect(m_page, &QuantizationPage::qatRequested, this,
            [this] { emit dialogWanted(StageDialog::Qat); });
    connect(m_page, &QuantizationPage::parityRequested, this, [this](qint64 images) {
        if (m_runner.ready()) {
            m_page->setVerifying(true);
            m_runner.verify(images);
        }
    });
    connect(&runner, &StageRunner::errorsProgressed, this, &QuantizationController::showLiveErrors);
    connect(&runner, &StageRunner::verified, this,
            [this](qint64 variant, const std::shared_ptr<const ParityReport>& report) {
                if (variant == m_workspace.variant()) {
                    m_page->setParity(report);
                }
            });
    connect(&runner, &StageRunner::verifyingEnded, this, [this] { m_page->setVerifying(false); });
}

void QuantizationController::forgetNetwork() {
    m_page->setNetwork(nullptr, false);
}

void QuantizationController::showNetwork() {
    m_page->setNetwork(m_workspace.network(), m_workspace.currentIsQuantized());
    showVariant();
    m_workspace.currentIsQuantized() ? readParity() : readErrors();
    readElsewhere();
    showLiveErrors();
}

void QuantizationController::showStudy() {
    showVariant();
    showTrainings();
}

/// A network that was just made may be read before the study's list of networks is.
void QuantizationController::showVariant() {
    const Variant* variant = m_workspace.currentVariant();
    m_page->setSource(variant != nullptr ? QString::fromStdString(variant->name) : QString());
    m_page->setQuantized(m_workspace.currentIsQuantized());
}

void QuantizationController::readParity() {
    using Report = std::shared_ptr<const ParityReport>;
    m_workspace.read<Report>(
        tr("Stored parity"),
        [](Study& study, int64_t variant) {
            return std::make_shared<const ParityReport>(
                findParity(study, variant).value_or(ParityReport()));
        },
        this,
        [this](const Report& stored) {
            if (!stored->layers.empty()) {
                m_page->setParity(stored);
            }
        });
}

void QuantizationController::readErrors() {
    using Errors = std::shared_ptr<const QuantErrors>;
    m_workspace.read<Errors>(
        tr("Stored layer errors"),
        [](Study& study, int64_t variant) {
            return std::make_shared<const QuantErrors>(storedQuantErrors(study, variant));
        },
        this,
        [this](const Errors& stored) {
            if (!stored->noises.empty()) {
                m_page->setErrors(stored);
            }
        });
}

void QuantizationController::readElsewhere() {
    using Names = std::pair<QStringList, QStringList>;
    m_workspace.read<Names>(
        tr("What is known of other networks"),
        [](Study& study, int64_t variant) {
            Names names;
            for (const Variant& other : listVariants(study)) {
                const QString name = QString::fromStdString(other.name);
                if (other.id == variant) {
                    continue;
                }
                if (!other.quantized() && !storedQuantErrors(study, other.id).noises.empty()) {
                    names.first << name;
                }
                if (other.quantized() && findParity(study, other.id)) {
                    names.second << name;
                }
            }
            return names;
        },
        this, [this](const Names& names) { m_page->setElsewhere(names.first, names.second); });
}

void QuantizationController::showLiveErrors() {
    const LiveErrors::State live = m_runner.liveErrors().state();
    const bool ours = live.subject.study == m_workspace.study().get() &&
                      live.subject.variant == m_workspace.variant();
    m_page->setMeasuringErrors(live.running && ours);
    if (ours && live.value) {
        m_page->setErrors(live.value);
    }
}

void QuantizationController::showTrainings() {
    const auto snapshot = m_workspace.snapshot();
    std::vector<NamedTraining> trainings;
    if (snapshot) {
        for (const StoredTraining& training : snapshot->trainings) {
            if (training.kind == TrainingKind::Qat && !training.epochs.empty()) {
                trainings.push_back({trainingTitle(*snapshot, training), {snapshot, &training}});
            }
        }
    }
    m_page->setTrainings(std::move(trainings));
}

}  // namespace secateur
