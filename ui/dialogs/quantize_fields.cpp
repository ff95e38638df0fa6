#include "ui/dialogs/quantize_fields.h"

#include <QCheckBox>
#include <QComboBox>

#include "ui/dialogs/options_form.h"

namespace secateur {

QuantizeFields::QuantizeFields(OptionsForm& form, const QuantizeOptions& defaults)
    : m_defaults(defaults) {
    m_bits = form.addChoice(
        {"reduceRange", tr("Activation &bits"),
         tr("Levels of an activation: 7 bits leave the headroom that some CPUs need to add up "
            "products without saturating, and automatic gives them to those only.")},
        {{tr("Automatic for this CPU"), static_cast<int>(ReduceRange::Automatic)},
         {tr("7 bits"), static_cast<int>(ReduceRange::On)},
         {tr("8 bits"), static_cast<int>(ReduceRange::Off)}},
        static_cast<int>(defaults.reduceRange));
    m_relu6 = form.addChoice(
        {"relu6", tr("&ReLU6 range"),
         tr("The range of the outputs of ReLU6: all of [0, 6], or what calibration observed; "
            "automatic takes the first with 8 bits where calibration reached half of it, else the "
            "second.")},
        {{tr("Automatic, for each layer"), static_cast<int>(Relu6Range::Automatic)},
         {tr("Fixed: [0, 6]"), static_cast<int>(Relu6Range::Fixed)},
         {tr("Observed"), static_cast<int>(Relu6Range::Observed)}},
        static_cast<int>(defaults.relu6Range));
    m_symmetric = form.addCheck(
        {"symmetricBottlenecks", tr("&Symmetric bottlenecks"),
         tr("Puts the zero point in the middle for outputs without an activation, as MobileNetV2's "
            "projections.")},
        defaults.symmetricBottlenecks);
}

QuantizeOptions QuantizeFields::options() const {
    QuantizeOptions options = m_defaults;
    options.reduceRange = static_cast<ReduceRange>(m_bits->currentData().toInt());
    options.relu6Range = static_cast<Relu6Range>(m_relu6->currentData().toInt());
    options.symmetricBottlenecks = m_symmetric->isChecked();
    return options;
}

void QuantizeFields::show(const QuantizeOptions& options) {
    m_defaults = options;
    m_bits->setCurrentIndex(m_bits->findData(static_cast<int>(options.reduceRange)));
    m_relu6->setCurrentIndex(m_relu6->findData(static_cast<int>(options.relu6Range)));
    m_symmetric->setChecked(options.symmetricBottlenecks);
}

void QuantizeFields::onChange(QObject* owner, const std::function<void()>& changed) {
    for (QComboBox* box : {m_bits, m_relu6}) {
        QObject::connect(box, &QComboBox::currentIndexChanged, owner, changed);
    }
    QObject::connect(m_symmetric, &QCheckBox::toggled, owner, changed);
}

}  // namespace secateur
