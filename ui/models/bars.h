#pragma once

#include <QByteArray>
#include <QString>
#include <functional>
#include <optional>
#include <vector>

#include "ui/base/theme.h"

namespace secateur {

/// What a BarChart draws: a row of names and, in every panel, a bar for each of them.
struct Bars {
    struct Bar {
        std::optional<double> value;  ///< in the panel's unit; nothing: not measured, no bar
        std::optional<std::pair<double, double>> whisker;  ///< the interval's ends
        QString label;                                     ///< stands at the bar's end
        std::function<QColor(const Theme&)> colour;
    };
    struct Panel {
        QString title;
        std::vector<Bar> bars;       ///< one a row
        double start = 0.0;          ///< where the axis begins; if above 0, the panel says so
        std::optional<double> mark;  ///< a dashed line, for the reference
        QString below;               ///< what values below zero are: "◄ better"
        QString above;
    };
    struct Row {
        qint64 id = 0;
        QString name;
        bool bold = false;
        QString toolTip;
    };
    QString title;  ///< above all panels; may be empty
    QString note;   ///< below them
    std::vector<Row> rows;
    std::vector<Panel> panels;
    int panelsInALine = 3;
    int exportWidth = 960;
    QByteArray csv;  ///< Exportable::csv of what is drawn
};

}  // namespace secateur
