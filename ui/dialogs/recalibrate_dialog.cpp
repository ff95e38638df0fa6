#include "ui/dialogs/recalibrate_dialog.h"

#include "ui/dialogs/options_form.h"
#include "ui/dialogs/work_time.h"

namespace secateur {

RecalibrateDialog::RecalibrateDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Recalibrate"), tr("Recalibrate"), parent),
      m_context(context),
      m_fields(recalibrateSettings(), startOf(recalibrateSettings(), context.start)) {
    setSubject(subjectOf(context));
    m_fields.addAll(*addForm(), {context.trainImages, {}, {}, false});
    refresh();
}

RecalibrateOptions RecalibrateDialog::options() const {
    return m_fields.options();
}

QString RecalibrateDialog::problem() const {
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    if (!m_context.normalised && !m_context.justCut) {
        return tr(
            "The network has no batch normalisation whose statistics could be estimated, and "
            "is no cut that could be compared with what it was cut of.");
    }
    return m_context.trainImages > 1 ? QString() : tr("The data set has no training images.");
}

QString RecalibrateDialog::summary() const {
    const int64_t images = options().images;
    const QString what =
        m_context.normalised
            ? tr("After a cut the values in the network are others. One pass over the images, "
                 "without labels and without training, gives its batch normalisations the mean and "
                 "variance that they have now.")
            : tr("Its batch normalisations are folded: over the images, without labels and without "
                 "training, its layers get the means and deviations of the network that it was cut "
                 "of.");
    return what + timeText(m_context, {.classified = static_cast<double>(
                                           images == 0 ? m_context.trainImages : images)});
}

}  // namespace secateur
