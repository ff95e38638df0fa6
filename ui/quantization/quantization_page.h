#pragma once

#include <QWidget>

#include <memory>
#include <vector>

#include "core/analysis/parity_report.h"
#include "core/graph/cost.h"
#include "core/study/quant_error_store.h"
#include "core/study/training_store.h"
#include "ui/base/exportable.h"
#include "ui/base/selection.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QTabWidget;

namespace secateur {

class CheckPanel;
class QatPlot;

/// A run of quantization-aware training as the page names it.
struct NamedTraining {
    QString title;
    std::shared_ptr<const StoredTraining> training;
};

/// What quantization does to a network: which layer costs what, whether simulation and kernels
/// agree, and how quantization-aware training went.
class QuantizationPage : public QWidget {
    Q_OBJECT

 public:
    explicit QuantizationPage(Selection* selection, QWidget* parent = nullptr);

    /// Another network drops errors and parity; null: none is open. `quantized`: it is INT8, which
    /// can be compared with its kernels; an FP32 network can be measured layer by layer.
    void setNetwork(std::shared_ptr<const GraphCost> network, bool quantized);
    /// Where it is known later than the network.
    void setQuantized(bool quantized);
    void setSource(const QString& name);
    /// The other networks of the study that errors, and parity, are known of.
    void setElsewhere(const QStringList& errors, const QStringList& parity);
    /// Null: nothing is known.
    void setErrors(std::shared_ptr<const QuantErrors> errors);
    void setParity(std::shared_ptr<const ParityReport> report);
    /// Runs with at least one epoch, the newest last; the one chosen stays chosen.
    void setTrainings(std::vector<NamedTraining> trainings);
    void setMeasuringErrors(bool measuring);
    void setVerifying(bool verifying);

    std::vector<Exportable*> exportables();

 signals:
    void errorsRequested();
    void parityRequested(qint64 images);
    void qatRequested();

 private:
    void setupParity();
    QWidget* setupQat();
    void updateTexts();
    void setEmptyText(CheckPanel& panel, const QString& text, const QStringList& elsewhere) const;
    void showTraining();
    void followSelection();
    void selectLayer(const QString& layer);

    Selection* m_selection;
    QTabWidget* m_tabs;
    CheckPanel* m_errorPanel;
    CheckPanel* m_parityPanel;
    QSpinBox* m_parityImages;
    QatPlot* m_qat;
    QStackedWidget* m_qatStack;
    QLabel* m_qatEmpty;
    QLabel* m_qatHeading;
    QComboBox* m_runs;
    QPushButton* m_train;

    std::shared_ptr<const GraphCost> m_network;
    std::vector<NamedTraining> m_trainings;
    QString m_source;
    QStringList m_errorsElsewhere;
    QStringList m_parityElsewhere;
    bool m_quantized = false;
};

}  // namespace secateur
