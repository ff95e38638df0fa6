#include "ui/dialogs/speed_dialog.h"

#include "ui/dialogs/options_form.h"
#include "ui/dialogs/work_time.h"

namespace secateur {

SpeedDialog::SpeedDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Measure speed"), tr("Measure"), parent), m_context(context) {
    setSubject(tr("All networks of the study that take these images"));
    m_fields.add(*addForm(), {"images", "rounds"});
    refresh();
}

SpeedOptions SpeedDialog::options() const {
    return m_fields.options();
}

QString SpeedDialog::problem() const {
    return m_context.testImages > 0 ? QString() : tr("The data set has no test images.");
}

QString SpeedDialog::summary() const {
    return tr("The networks take turns, first on one core, then on all %1, after a round that "
              "warms up. Only figures of one such run stand side by side.")
               .arg(m_context.cores) +
           timeText(m_context, {.classified = static_cast<double>(
                                    m_context.networks.size() * (1 + options().rounds) *
                                    options().images * (1 + m_context.cores))});
}

}  // namespace secateur
