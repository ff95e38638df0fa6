#pragma once

#include <QLabel>

namespace secateur {

/// In the middle of a place that has nothing to show.
QLabel* messageLabel(const QString& name, const QString& text = {});

/// `text`, and below it what helps, in the middle of a page.
QWidget* messagePage(QLabel* text, QWidget* help);

}  // namespace secateur
