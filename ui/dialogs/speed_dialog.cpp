#include "ui/dialogs/speed_dialog.h"

#include <QSpinBox>

#include "ui/dialogs/options_form.h"
#include "ui/dialogs/work_time.h"

namespace secateur {

namespace {

constexpr int kMostRounds = 99;
constexpr int kMostImages = 4096;  // they are held in memory

}  // namespace

SpeedDialog::SpeedDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Measure speed"), tr("Measure"), parent), m_context(context) {
    setSubject(tr("All networks of the study that take these images"));
    const SpeedOptions defaults;
    OptionsForm* form = addForm();
    m_images = form->addCount({"images", tr("Test &images"),
                               tr("How many test images are held in memory, so that reading them "
                                  "does not count.")},
                              1, kMostImages, defaults.images);
    m_rounds = form->addCount({"rounds", tr("&Rounds"),
                               tr("How often every network has its turn; the median counts, the "
                                  "slowest and the fastest round are kept beside it.")},
                              1, kMostRounds, defaults.rounds);
    refresh();
}

SpeedOptions SpeedDialog::options() const {
    SpeedOptions options;
    options.images = m_images->value();
    options.rounds = m_rounds->value();
    return options;
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
