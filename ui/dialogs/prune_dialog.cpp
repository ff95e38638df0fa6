#include "ui/dialogs/prune_dialog.h"

#include <QComboBox>
#include <QLocale>

#include "ui/dialogs/layer_picker.h"
#include "ui/dialogs/number_field.h"
#include "ui/dialogs/options_form.h"

namespace secateur {

namespace {
enum Scope { Global, EachLayer };
}

PruneDialog::PruneDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Prune"), tr("Prune"), parent), m_context(context) {
    setSubject(context.variantName);
    OptionsForm* form = addForm();
    m_scope = form->addChoice(
        {"scope", tr("&Scope"),
         tr("Global ranks the weights of all layers together, so that robust layers lose more; "
            "each layer loses the same share otherwise.")},
        {{tr("Global: one ranking over the layers"), Global},
         {tr("Each layer by the same share"), EachLayer}},
        Global);
    m_amount = form->addAmount(
        {"amount", tr("&Amount"),
         tr("The share of the weights that become zero, those of the smallest magnitude (L1).")},
        PruneRecipe().amount);
    m_layers = new LayerPicker(context.layers, context.selectedLayer);
    form->addField({"layers", tr("&Layers"), tr("The layers whose weights are pruned.")}, m_layers);
    connect(m_layers, &LayerPicker::changed, this, &PruneDialog::refresh);
    refresh();
}

bool PruneDialog::global() const {
    return m_scope->currentData().toInt() == Global;
}

PruneRecipe PruneDialog::options() const {
    PruneRecipe recipe;
    recipe.scope = global() ? "global" : "layer";
    recipe.amount = m_amount->amount();
    recipe.layers = m_layers->layers();
    return recipe;
}

QString PruneDialog::problem() const {
    return m_context.quantized ? quantizedProblem(m_context) : m_layers->problem();
}

QString PruneDialog::summary() const {
    const QString layers =
        m_layers->count() == 1 ? tr("1 layer") : tr("%1 layers").arg(m_layers->count());
    const QString share = QLocale().toString(100.0 * m_amount->amount(), 'f', 0);
    return global() ? tr("The smallest %1 % of the weights of %2 become zero, wherever they are. "
                         "The network as it is stays in the study.")
                          .arg(share, layers)
                    : tr("The smallest %1 % of the weights of each of %2 become zero. The network "
                         "as it is stays in the study.")
                          .arg(share, layers);
}

}  // namespace secateur
