#include "ui/dialogs/quantize_dialog.h"

#include "ui/dialogs/work_time.h"

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
    const QString ranges =
        m_clipCount == 0 ? tr("Every range comes from calibration: none was chosen by hand.")
        : m_clipCount == 1
            ? tr("1 range chosen by hand will be used; the others come from calibration.")
            : tr("%1 ranges chosen by hand will be used; the others come from calibration.")
                  .arg(m_clipCount);
    const QString size =
        m_context.weights > 0
            ? tr(" The file takes at least %1, a byte a weight.").arg(sizeText(m_context.weights))
            : QString();
    return ranges + size +
           timeText(m_context, {.classified = static_cast<double>(options().calibrationImages +
                                                                  m_context.measuredImages())});
}

}  // namespace secateur
