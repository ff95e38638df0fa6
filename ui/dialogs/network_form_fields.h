#pragma once

#include <QObject>

#include "core/stages/network_source.h"
#include "ui/dialogs/setting_fields.h"

class QComboBox;

namespace secateur {

/// Rows for what a checkpoint leaves open (networkFormSettings).
class NetworkFormFields : public QObject {
    Q_OBJECT

 public:
    explicit NetworkFormFields(OptionsForm& form);

    /// The sets of weights to choose from; the row is there only where there are several.
    void setWeights(const std::vector<WeightsChoice>& weights);
    NetworkForm form() const;
    void setEnabled(bool enabled);

 private:
    OptionsForm& m_form;
    SettingFields<NetworkForm> m_fields{networkFormSettings(), {}};
    QComboBox* m_weights;
};

}  // namespace secateur
