#include "ui/compare/combo.h"

namespace secateur {

void setUpCombo(QComboBox* combo, const char* name, const QString& tip) {
    combo->setObjectName(name);
    combo->setToolTip(tip);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(18);
    combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

bool selectItem(QComboBox* combo, qint64 id) {
    const int place = combo->findData(id);
    if (place >= 0) {
        combo->setCurrentIndex(place);
    }
    return place >= 0;
}

}  // namespace secateur
