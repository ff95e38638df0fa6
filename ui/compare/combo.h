#pragma once

#include <QComboBox>

namespace secateur {

/// A long name must not make the window wide.
void setUpCombo(QComboBox* combo, const char* name, const QString& tip);
/// Sets the current item by its data without telling anyone; false if there is no such item.
bool selectItem(QComboBox* combo, qint64 id);

}  // namespace secateur
