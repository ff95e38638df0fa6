#include "ui/dialogs/network_form_fields.h"

#include <QComboBox>

#include "ui/dialogs/options_form.h"

namespace secateur {

NetworkFormFields::NetworkFormFields(OptionsForm& form) : QObject(&form), m_form(form) {
    const SettingText& text = networkFormSettings().at("weights").text;
    m_weights = new QComboBox;
    form.addField({"weights", settingText(text.label), settingText(text.help)}, m_weights);
    form.setShown(m_weights, false);
    m_fields.add(form, {"activation", "strides"});
    connect(m_weights, &QComboBox::currentIndexChanged, &form, &OptionsForm::changed);
}

void NetworkFormFields::setWeights(const std::vector<WeightsChoice>& weights) {
    m_weights->clear();
    for (const WeightsChoice& choice : weights) {
        const QString name = QString::fromStdString(choice.name);
        const QString title = name.isEmpty() ? tr("those at the top of the file") : name;
        m_weights->addItem(choice.averaged ? tr("%1 (averaged)").arg(title) : title, name);
    }
    m_form.setShown(m_weights, m_weights->count() > 1);
}

NetworkForm NetworkFormFields::form() const {
    NetworkForm form = m_fields.options();
    form.weights = m_weights->currentData().toString().toStdString();
    return form;
}

void NetworkFormFields::setEnabled(bool enabled) {
    for (QWidget* field : {static_cast<QWidget*>(m_weights), m_fields.widget("activation"),
                           m_fields.widget("strides")}) {
        field->setEnabled(enabled);
    }
}

}  // namespace secateur
