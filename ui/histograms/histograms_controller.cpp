#include "ui/histograms/histograms_controller.h"

#include <utility>

namespace secateur {

HistogramsController::HistogramsController(Workspace& workspace, StageRunner& runner,
                                           QWidget* parent)
    : ControllerOf(workspace, runner, tr("Histograms"), "histograms.md",
                   new HistogramsPage(&workspace.selection(), &workspace.undoStack(), parent)) {
    connect(m_page, &HistogramsPage::weightHistogramWanted, this,
            &HistogramsController::readWeights);
    connect(m_page, &HistogramsPage::activationHistogramsWanted, this,
            &HistogramsController::collectRanges);
    connect(m_page, &HistogramsPage::recipeChosen, this, [this](const QString& name) {
        m_recipe = name.toStdString();
        readRanges();
    });
    connect(m_page, &HistogramsPage::clipChanged, this, &HistogramsController::keepClip);
    connect(&runner, &StageRunner::rangesCollected, this,
            [this](qint64 variant, const std::shared_ptr<const NetworkRanges>& ranges) {
                if (variant == m_workspace.variant() &&
                    (ranges->stored || ranges->recipe == recipe().name)) {
                    takeRanges(ranges);
                }
            });
    connect(&runner, &StageRunner::collectingEnded, this, [this] { m_page->setCollecting(false); });
}

void HistogramsController::forgetNetwork() {
    m_page->setNetwork(nullptr);
    m_ranges.reset();
    m_weightsWanted.clear();
}

void HistogramsController::showNetwork() {
    m_page->setNetwork(m_workspace.network());
    readClips();
    readRanges();
}

void HistogramsController::showStudy() {
    showRecipes();
}

void HistogramsController::readWeights(const QString& layer) {
    if (!m_ranges) {
        m_weightsWanted = layer;
        return;
    }
    using Histogram = std::shared_ptr<const WeightHistogram>;
    m_workspace.read<Histogram>(
        tr("Weights of %1").arg(layer),
        [name = layer.toStdString(), graph = m_ranges->graph](Study&, int64_t) {
            return std::make_shared<const WeightHistogram>(weightHistogram(*graph, name));
        },
        this, [this](const Histogram& histogram) { m_page->setWeightHistogram(histogram); });
}

QuantRecipe HistogramsController::recipe() const {
    const auto snapshot = m_workspace.snapshot();
    for (const QuantRecipe& one : snapshot ? snapshot->recipes : predefinedRecipes()) {
        if (one.name == m_recipe) {
            return one;
        }
    }
    return predefinedRecipes().front();
}

void HistogramsController::showRecipes() {
    QStringList names;
    const auto snapshot = m_workspace.snapshot();
    for (const QuantRecipe& one : snapshot ? snapshot->recipes : predefinedRecipes()) {
        names << QString::fromStdString(one.name);
    }
    m_page->setRecipes(names, QString::fromStdString(recipe().name));
}

void HistogramsController::readRanges() {
    using Ranges = std::shared_ptr<const NetworkRanges>;
    m_workspace.read<Ranges>(
        tr("Ranges of quantization"),
        [recipe = recipe()](Study& study, int64_t variant) {
            return std::make_shared<const NetworkRanges>(networkRanges(study, variant, recipe));
        },
        this, [this](const Ranges& ranges) { takeRanges(ranges); });
}

void HistogramsController::takeRanges(std::shared_ptr<const NetworkRanges> ranges) {
    m_ranges = std::move(ranges);
    m_page->setRanges(m_ranges);
    emit m_workspace.rangesChanged(m_ranges);
    if (const QString layer = std::exchange(m_weightsWanted, {}); !layer.isEmpty()) {
        readWeights(layer);
    }
}

void HistogramsController::collectRanges() {
    if (m_runner.ready()) {
        m_page->setCollecting(true);
        m_runner.collectRanges(recipe());
    }
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
        this,
        [this](bool) {
            readClips();
            readRanges();
        });
}

}  // namespace secateur
