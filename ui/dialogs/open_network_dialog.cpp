#include "ui/dialogs/open_network_dialog.h"

#include <QComboBox>
#include <QFileInfo>

#include "ui/dialogs/network_form_fields.h"
#include "ui/dialogs/options_form.h"

namespace secateur {

OpenNetworkDialog::OpenNetworkDialog(const QString& path, const std::vector<WeightsChoice>& weights,
                                     const std::vector<ModelChoice>& models, QWidget* parent)
    : OptionsDialog(tr("Open network"), tr("Open"), parent), m_path(path) {
    setSubject(QFileInfo(path).fileName());
    OptionsForm* form = addForm();
    m_models = new QComboBox;
    m_models->addItem(tr("the one whose weights fit"), QString());
    for (const ModelChoice& model : models) {
        m_models->addItem(QString::fromStdString(model.name), QString::fromStdString(model.name));
    }
    form->addField({"model", tr("&Network"), tr("The network whose weights the file holds.")},
                   m_models);
    connect(m_models, &QComboBox::currentIndexChanged, form, &OptionsForm::changed);
    m_form = new NetworkFormFields(*form);
    m_form->setWeights(weights);
    refresh();
}

NetworkRequest OpenNetworkDialog::request() const {
    return {m_path, m_models->currentData().toString(), m_form->form()};
}

QString OpenNetworkDialog::summary() const {
    const NetworkForm form = m_form->form();
    return form.activation == AskedActivation::Auto || form.strides == AskedStrides::Auto
               ? tr("What the file does not say and is not chosen here is assumed, tried on the "
                    "open images, and said.")
               : QString();
}

}  // namespace secateur
