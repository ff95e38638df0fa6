#pragma once

#include <optional>
#include <string>
#include <vector>

namespace secateur {

/// Figures of a report as SVG elements that stand in an HTML page: no scripts, no styles from
/// elsewhere, numbers with '.', texts escaped. Each has a <title> for whoever cannot see it.

/// A point with its interval, and the name that stands beside it.
struct FigurePoint {
    double x = 0.0;
    double y = 0.0;
    double low = 0.0;
    double high = 0.0;
    std::string name = {};
};

/// A line through points; one without a name is drawn thin and grey, and is not in the legend.
struct FigureLine {
    std::string name;
    std::vector<FigurePoint> points;
};

struct FigureText {
    std::string title;
    std::string x;  ///< of the axis
    std::string y;
};

/// A point a network, with the interval upright.
std::string scatterSvg(const FigureText& text, const std::vector<FigurePoint>& points);
/// `mark`: a dashed line across, as a tolerance.
std::string linesSvg(const FigureText& text, const std::vector<FigureLine>& lines,
                     std::optional<double> mark = {});
/// A bar a row from zero to x, with the interval across it; y is not used.
std::string barsSvg(const FigureText& text, const std::vector<FigurePoint>& bars);

/// For the text of elements and the values of attributes.
std::string escapedHtml(const std::string& text);

}  // namespace secateur
