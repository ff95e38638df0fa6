#include "ui/dialogs/quantize_dialog.h"

namespace secateur {

QuantizeDialog::QuantizeDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Quantize to INT8"), tr("Quantize"), parent), m_context(context) {
    setSubject(subjectOf(context));
    const auto [activations, weights] = addForms(tr("Activations"), tr("Weights and layers"));
    m_fields = std::make_unique<RecipeFields>(*activations, *weights, context);
    refresh();
}

QuantizeOptions QuantizeDialog::options() const {
    return m_fields->options();
}

void QuantizeDialog::setClipCount(int count) {
    m_clipCount = count;
    refresh();
}

QString QuantizeDialog::problem() const {
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    return m_context.trainImages > 0 ? m_fields->problem()
                                     : tr("The data set has no training images to calibrate on.");
}

QString QuantizeDialog::summary() const {
    if (m_clipCount == 0) {
        return tr("Every range comes from calibration: none was chosen by hand.");
    }
    return m_clipCount == 1
               ? tr("1 range chosen by hand will be used; the others come from calibration.")
               : tr("%1 ranges chosen by hand will be used; the others come from calibration.")
                     .arg(m_clipCount);
}

}  // namespace secateur
