#include "ui/histograms/histograms_controller.h"

#include <QLocale>

#include "ui/histograms/histograms_page.h"

namespace secateur {

namespace {

constexpr int64_t kCalibrationImages = 512;  // what quantize takes unless told otherwise

}  // namespace

HistogramsController::HistogramsController(Workspace& workspace, StageRunner& runner,
                                           QWidget* parent)
    : PageController(workspace, runner, parent),
      m_page(new HistogramsPage(&workspace.selection(), &workspace.undoStack(), parent)) {
    connect(m_page, &HistogramsPage::weightHistogramWanted, this,
            &HistogramsController::readWeights);
    connect(m_page, &HistogramsPage::activationHistogramsWanted, this,
            &HistogramsController::collectActivations);
    connect(m_page, &HistogramsPage::clipChanged, this, &HistogramsController::keepClip);
    connect(&workspace, &Workspace::weightErrorsChanged, this,
            [this] { m_page->setWeightErrors(m_workspace.weightErrors()); });
    connect(&runner, &StageRunner::activationsCollected, this,
            [this](qint64 variant, const auto& histograms, qint64 images) {
                if (variant == m_workspace.variant()) {
                    showActivations(histograms, images);
                }
            });
    connect(&runner, &StageRunner::collectingEnded, this, [this] { m_page->setCollecting(false); });
    m_page->setActivationBits(workspace.activationBits());
}

QWidget& HistogramsController::widget() {
    return *m_page;
}

std::vector<Exportable*> HistogramsController::drawings() {
    return m_page->exportables();
}

void HistogramsController::forgetNetwork() {
    m_page->setNetwork(nullptr);
}

void HistogramsController::showNetwork() {
    m_page->setNetwork(m_workspace.network());
    readClips();
    readActivations();
}

void HistogramsController::readWeights(const QString& layer) {
    if (m_workspace.currentIsQuantized()) {
        m_page->setProblem(
            tr("This network is quantized already. Choose the FP32 network that it was made from "
               "to see its weights."));
        return;
    }
    using Histogram = std::shared_ptr<const WeightHistogram>;
    m_workspace.read<Histogram>(
        tr("Weights of %1").arg(layer),
        [name = layer.toStdString()](Study& study, int64_t variant) {
            return std::make_shared<const WeightHistogram>(weightHistogram(study, variant, name));
        },
        this, [this](const Histogram& histogram) { m_page->setWeightHistogram(histogram); });
}

void HistogramsController::readActivations() {
    using Stored = std::shared_ptr<const StoredActivations>;
    m_workspace.read<Stored>(
        tr("Stored activations"),
        [](Study& study, int64_t variant) {
            return std::make_shared<const StoredActivations>(storedActivations(study, variant));
        },
        this,
        [this](const Stored& stored) {
            if (stored->images > 0) {
                showActivations({stored, &stored->histograms}, stored->images);
            }
        });
}

void HistogramsController::collectActivations() {
    if (m_runner.ready()) {
        m_page->setCollecting(true);
        m_runner.collectActivations(kCalibrationImages);
    }
}

void HistogramsController::showActivations(
    std::shared_ptr<const std::map<std::string, ActivationHistogram>> found, int64_t images) {
    const Variant* variant = m_workspace.currentVariant();
    m_page->setActivationHistograms(std::move(found));
    m_page->setSource(
        tr("%1, activations on %2 train images")
            .arg(variant != nullptr ? QString::fromStdString(variant->name) : QString(),
                 QLocale().toString(static_cast<qlonglong>(images))));
}

void HistogramsController::readClips() {
    struct Clips {
        std::vector<ClipChoice> own;
        size_t inForce;
    };
    m_workspace.read<Clips>(
        tr("Clipping ranges"),
        [](Study& study, int64_t variant) {
            return Clips{listClips(study, variant), clipsInForce(study, variant).clips.size()};
        },
        this,
        [this](const Clips& clips) {
            m_workspace.setClipCount(static_cast<int>(clips.inForce));
            m_page->setClips(clips.own);
        });
}

void HistogramsController::keepClip(const QString& layer, ClipTarget target,
                                    std::optional<ClipRange> range) {
    m_workspace.read<bool>(
        tr("Keep the clipping range of %1").arg(layer),
        [name = layer.toStdString(), target, range](Study& study, int64_t variant) {
            if (range) {
                setClip(study, variant, {name, target, *range});
            } else {
                clearClip(study, variant, name, target);
            }
            return true;
        },
        this, [this](bool) { readClips(); });
}

}  // namespace secateur
