#include "ui/dialogs/ranking_choice.h"

#include <QComboBox>
#include <QStandardItemModel>

namespace secateur {

void offerCriteria(QWidget* box, bool channels) {
    auto* choice = static_cast<QComboBox*>(box);
    auto* items = static_cast<QStandardItemModel*>(choice->model());
    for (int i = 0; i < choice->count(); ++i) {
        const CriterionTraits& traits = pruneCriteria()[static_cast<size_t>(i)];
        items->item(i)->setEnabled(channels ? traits.channels : traits.weights);
    }
    if (!items->item(choice->currentIndex())->isEnabled()) {
        choice->setCurrentIndex(0);
    }
}

}  // namespace secateur
