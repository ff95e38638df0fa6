#include "ui/dialogs/evaluate_dialog.h"

#include <QSpinBox>

#include "ui/dialogs/options_form.h"
#include "ui/dialogs/work_time.h"

namespace secateur {

EvaluateDialog::EvaluateDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Evaluate"), tr("Evaluate"), parent), m_context(context) {
    setSubject(subjectOf(context));
    m_images = addForm()->addImages(
        {"images", tr("Test &images"),
         tr("How many test images are classified, spread evenly over the test split.")},
        context.testImages, 0);
    refresh();
}

int64_t EvaluateDialog::images() const {
    return m_images->value();
}

QString EvaluateDialog::problem() const {
    return m_context.testImages > 0 ? QString() : tr("The data set has no test images.");
}

QString EvaluateDialog::summary() const {
    const int64_t count = images() == 0 ? m_context.testImages : images();
    const QString time = timeText(m_context, {.classified = static_cast<double>(count)});
    return count == m_context.testImages
               ? tr("All %1 test images: the accuracy that reports give.").arg(countText(count)) +
                     time
               : tr("%1 of %2 test images: quicker, with a wider interval.")
                         .arg(countText(count), countText(m_context.testImages)) +
                     time;
}

}  // namespace secateur
