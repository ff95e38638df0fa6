#pragma once

#include <QFont>
#include <QPaintDevice>
#include <QSize>

#include "ui/base/qcustomplot_header.h"
#include "ui/base/theme.h"

namespace secateur {

/// Colours and fonts of the background and of all axes.
void stylePlot(QCustomPlot& plot, const Theme& theme, const QFont& font);

/// Draws the plot as it is now on `device`.
void paintPlot(QCustomPlot& plot, QPaintDevice& device, const QSize& size);

}  // namespace secateur
