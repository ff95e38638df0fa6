#pragma once

#include "ui/dialogs/options_dialog.h"
#include "ui/workspace/opened.h"

class QComboBox;

namespace secateur {

class NetworkFormFields;

/// How a checkpoint is read, where it leaves a choice.
class OpenNetworkDialog : public OptionsDialog {
    Q_OBJECT

 public:
    OpenNetworkDialog(const QString& path, const std::vector<WeightsChoice>& weights,
                      const std::vector<ModelChoice>& models, QWidget* parent = nullptr);

    NetworkRequest request() const;

 protected:
    QString problem() const override { return {}; }
    QString summary() const override;

 private:
    const QString m_path;
    QComboBox* m_models;
    NetworkFormFields* m_form;
};

}  // namespace secateur
