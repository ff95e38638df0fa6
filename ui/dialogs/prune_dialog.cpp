#include "ui/dialogs/prune_dialog.h"

#include <QSignalBlocker>

#include "ui/dialogs/options_form.h"
#include "ui/dialogs/work_time.h"

namespace secateur {

PruneDialog::PruneDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Prune"), tr("Prune"), parent), m_context(context) {
    setSubject(context.variantName);
    OptionsForm* form = addForm();
    const QSignalBlocker blocker(form);  // nobody may ask before this is whole
    m_cut = std::make_unique<CutFields>(*form, m_context, CutWay::AtOnce);
    connect(m_cut.get(), &CutFields::changed, this, &PruneDialog::refresh);
    refresh();
}

QString PruneDialog::problem() const {
    return m_cut->problem();
}

QString PruneDialog::summary() const {
    return m_cut->summary() + tr(" The network as it is stays in the study.") + m_cut->forecast() +
           timeText(m_context, {.classified = static_cast<double>(m_context.measuredImages())});
}

}  // namespace secateur
