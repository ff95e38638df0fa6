#include "ui/model_view/model_controller.h"

#include "core/stages/network_source.h"
#include "ui/models/range_text.h"

namespace secateur {

namespace {

constexpr int kColourDelayMs = 100;

}  // namespace

ModelController::ModelController(Workspace& workspace, StageRunner& runner, QWidget* parent)
    : ControllerOf(workspace, runner, tr("Model"), "model.md",
                   new ModelPage(&workspace.selection(), parent)) {
    m_colourTimer.setSingleShot(true);
    m_colourTimer.setInterval(kColourDelayMs);
    connect(&m_colourTimer, &QTimer::timeout, this, [this] { m_page->setValues(m_values); });
    connect(m_page, &ModelPage::besideChosen, this, &ModelController::readBeside);
    connect(&workspace, &Workspace::weightErrorsChanged, this, &ModelController::showWeightErrors);
    connect(&workspace, &Workspace::rangesChanged, this, &ModelController::showRanges);
    connect(&workspace, &Workspace::safeLevelsChanged, this,
            [this](const std::map<std::string, SafeLevel>& levels) {
                m_values.safeRatio.clear();
                m_values.largestTried.clear();
                for (const auto& [layer, safe] : levels) {
                    m_values.safeRatio[layer] = safe.level.number;
                    if (safe.hardestTried) {
                        m_values.largestTried.insert(layer);
                    }
                }
                m_colourTimer.start();
            });
}

void ModelController::showStudy() {
    showNetworks();
    showTimes();
}

void ModelController::showNetworks() {
    std::vector<std::pair<qint64, QString>> networks;
    if (const auto snapshot = m_workspace.snapshot()) {
        for (const Variant& variant : snapshot->variants) {
            networks.emplace_back(variant.id, QString::fromStdString(variant.name));
        }
    }
    m_page->setNetworks(networks, m_workspace.variant());
}

/// What INT8 costs is known of the FP32 one of the two, and coloured in both.
void ModelController::readBeside() {
    const int64_t beside = m_page->beside();
    if (beside == 0 || m_workspace.network() == nullptr) {
        m_besideCost.reset();
        m_page->setBeside(nullptr, {});
        return;
    }
    struct Read {
        std::shared_ptr<const GraphCost> cost;
        std::vector<WeightError> errors;
        bool one = false;  ///< of the two is INT8
    };
    m_workspace.read<Read>(
        tr("Read the network beside"),
        [beside, data = m_workspace.data()](Study& study, int64_t variant) {
            const bool own = requireVariant(study, variant).quantized();
            const bool other = requireVariant(study, beside).quantized();
            return Read{std::make_shared<const GraphCost>(variantCost(study, beside, data.get())),
                        own && other ? std::vector<WeightError>()
                                     : weightErrors(study, other ? variant : beside),
                        own != other};
        },
        this,
        [this, beside](const Read& read) {
            if (m_page->beside() != beside) {
                return;
            }
            m_besideCost = read.cost;
            m_besideValues = {};
            for (const WeightError& error : read.errors) {
                m_besideValues.quantizationSqnrDb[error.layer] = error.perChannelDb;
            }
            if (m_workspace.currentIsQuantized()) {
                m_values.quantizationSqnrDb = m_besideValues.quantizationSqnrDb;
                m_colourTimer.start();
            }
            if (const auto snapshot = m_workspace.snapshot()) {
                m_besideValues.times = layerTimes(*snapshot, beside);
            }
            m_page->setBeside(m_besideCost, m_besideValues);
            if (read.one) {
                m_page->setColouring(ColourBy::QuantizationError);
            }
        });
}

/// A network that was just made may be read before the study is.
void ModelController::showTimes() {
    const auto snapshot = m_workspace.snapshot();
    auto times = snapshot ? layerTimes(*snapshot, m_workspace.variant())
                          : std::map<std::string, LayerTime>();
    if (times != m_values.times) {
        m_values.times = std::move(times);
        m_colourTimer.start();
        if (m_besideCost && snapshot) {
            m_besideValues.times = layerTimes(*snapshot, m_page->beside());
            m_page->setBeside(m_besideCost, m_besideValues);
        }
    }
}

void ModelController::forgetStudy() {
    m_page->setNetwork(nullptr);
}

void ModelController::forgetNetwork() {
    m_values = {};
    m_colourTimer.start();
}

void ModelController::showNetwork() {
    m_page->setNetwork(m_workspace.network());
    showNetworks();
    showTimes();
    readBeside();
}

void ModelController::showRanges(const std::shared_ptr<const NetworkRanges>& ranges) {
    m_values.ranges.clear();
    for (const RangeChoice& choice : ranges->choices) {
        LayerRangeText& text = m_values.ranges[choice.layer];
        (choice.weights ? text.weights : text.output) =
            tr("%1, %2").arg(rangeText(choice.range), ruleText(choice));
    }
    m_colourTimer.start();
}

void ModelController::showWeightErrors() {
    m_values.quantizationSqnrDb.clear();
    for (const WeightError& error : m_workspace.weightErrors()) {
        m_values.quantizationSqnrDb[error.layer] = error.perChannelDb;
    }
    m_colourTimer.start();
}

}  // namespace secateur
