// The wires of the Histograms page.
#include <QLocale>

#include "ui/histograms/histograms_page.h"
#include "ui/shell/pages.h"

namespace secateur {

namespace {

constexpr int64_t kCalibrationImages = 512;  // what quantize takes unless told otherwise

JobManager::Request quietly(const QString& title, std::function<bool()> stillWanted) {
    return {title, JobLane::Io, std::move(stillWanted), true};
}

}  // namespace

void Pages::setupHistograms() {
    connect(m_histograms, &HistogramsPage::weightHistogramWanted, this, &Pages::showHistogramOf);
    connect(m_histograms, &HistogramsPage::activationHistogramsWanted, this, [this] {
        if (m_runner.ready()) {
            m_histograms->setCollecting(true);
            m_runner.collectActivations(kCalibrationImages);
        }
    });
    connect(m_histograms, &HistogramsPage::clipChanged, this, &Pages::changeClip);
    connect(&m_runner, &StageRunner::activationsCollected, this,
            [this](qint64 variant, const auto& histograms, qint64 images) {
                if (variant == m_workspace.variant()) {
                    showActivations(histograms, images);
                }
            });
    connect(&m_runner, &StageRunner::collectingEnded, this,
            [this] { m_histograms->setCollecting(false); });
    m_histograms->setActivationBits(m_workspace.activationBits());
}

void Pages::showHistograms() {
    m_tabs.setCurrentWidget(m_histograms);
}

void Pages::showHistogramOf(const QString& layer) {
    const auto study = m_workspace.study();
    const int64_t variant = m_workspace.variant();
    if (m_workspace.currentIsQuantized()) {
        m_histograms->setProblem(
            tr("This network is quantized already. Choose the FP32 network that it was made from "
               "to see its weights."));
        return;
    }
    m_workspace.jobs().submit<std::shared_ptr<const WeightHistogram>>(
        quietly(tr("Weights of %1").arg(layer), whileVariantIs()),
        [=](const RunContext&) {
            return std::make_shared<const WeightHistogram>(
                weightHistogram(*study, variant, layer.toStdString()));
        },
        this,
        [this](const std::shared_ptr<const WeightHistogram>& histogram) {
            m_histograms->setWeightHistogram(histogram);
        });
}

void Pages::showStoredActivations() {
    const auto study = m_workspace.study();
    const int64_t variant = m_workspace.variant();
    m_workspace.jobs().submit<std::shared_ptr<const StoredActivations>>(
        quietly(tr("Stored activations"), whileVariantIs()),
        [=](const RunContext&) {
            return std::make_shared<const StoredActivations>(storedActivations(*study, variant));
        },
        this,
        [this](const std::shared_ptr<const StoredActivations>& stored) {
            if (stored->images > 0) {
                showActivations({stored, &stored->histograms}, stored->images);
            }
        });
}

void Pages::showActivations(std::shared_ptr<const std::map<std::string, ActivationHistogram>> found,
                            int64_t images) {
    const Variant* variant = m_workspace.currentVariant();
    m_histograms->setActivationHistograms(std::move(found));
    m_histograms->setSource(
        tr("%1, activations on %2 train images")
            .arg(variant != nullptr ? QString::fromStdString(variant->name) : QString(),
                 QLocale().toString(static_cast<qlonglong>(images))));
}

void Pages::showClips() {
    const auto study = m_workspace.study();
    const int64_t variant = m_workspace.variant();
    struct Clips {
        std::vector<ClipChoice> own;
        size_t inForce;
    };
    m_workspace.jobs().submit<Clips>(
        quietly(tr("Clipping ranges"), whileVariantIs()),
        [=](const RunContext&) {
            return Clips{listClips(*study, variant), clipsInForce(*study, variant).clips.size()};
        },
        this,
        [this](const Clips& clips) {
            m_clipCount = static_cast<int>(clips.inForce);
            m_histograms->setClips(clips.own);
        });
}

void Pages::changeClip(const QString& layer, ClipTarget target, std::optional<ClipRange> range) {
    const auto study = m_workspace.study();
    const int64_t variant = m_workspace.variant();
    m_workspace.jobs().submit(
        quietly(tr("Keep the clipping range of %1").arg(layer), whileVariantIs()),
        [=](const RunContext&) {
            if (range) {
                setClip(*study, variant, {layer.toStdString(), target, *range});
            } else {
                clearClip(*study, variant, layer.toStdString(), target);
            }
        },
        this, [this] { showClips(); });
}

}  // namespace secateur
