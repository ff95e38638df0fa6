#include "core/report/svg_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/text.h"

namespace secateur {

namespace {

// Units are CSS pixels of the figure's own box.
constexpr double kWidth = 720;
constexpr double kHeight = 360;
constexpr double kLeft = 64;
constexpr double kRight = 170;  // the legend, and names of points
constexpr double kTop = 14;
constexpr double kBottom = 46;
constexpr double kRow = 22;     // of bars
constexpr double kNames = 190;  // beside bars
constexpr int kTicks = 5;
constexpr int kCloseRows = 13;  // what names of points keep from each other

/// Okabe and Ito's colours, black first, without the yellow that white paper swallows.
constexpr std::array kColours{"#000000", "#0072b2", "#d55e00", "#009e73",
                              "#cc79a7", "#e69f00", "#56b4e9"};
constexpr const char* kGrey = "#b8b8b8";

/// A step of 1, 2 or 5 times a power of ten that gives about kTicks of them.
double tickStep(double span) {
    const double raw = std::max(span, 1e-12) / kTicks;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (step * power >= raw) {
            return step * power;
        }
    }
    return 10.0 * power;
}

/// From value to place.
struct Axis {
    double low = 0.0;
    double high = 1.0;
    double from = 0.0;
    double to = 1.0;

    double place(double value) const { return from + (value - low) / (high - low) * (to - from); }
    void include(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    /// To whole steps, so that what is measured does not lie on the edge.
    void widen() {
        if (high - low < 1e-9) {
            low -= 0.5;
            high += 0.5;
        }
        const double step = tickStep(high - low);
        low = std::floor(low / step) * step;
        high = std::ceil(high / step) * step;
    }
};

std::string line(double x1, double y1, double x2, double y2, const std::string& style) {
    return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" {}/>\n", x1,
                       y1, x2, y2, style);
}

std::string label(double x, double y, const std::string& text, const char* anchor) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y,
                       anchor, escapedHtml(text));
}

std::string opened(const FigureText& text, double height) {
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {:.0f} {:.0f}\" "
        "width=\"{:.0f}\" height=\"{:.0f}\" font-family=\"sans-serif\" font-size=\"12\">\n"
        "<title>{}</title>\n",
        kWidth, height, kWidth, height, escapedHtml(text.title));
}

std::string axes(const FigureText& text, const Axis& x, const Axis& y) {
    std::string svg;
    const double xStep = tickStep(x.high - x.low);
    for (double v = x.low; v <= x.high + xStep / 2; v += xStep) {
        svg += line(x.place(v), y.from, x.place(v), y.to, "stroke=\"#e4e4e4\"");
        svg += label(x.place(v), std::max(y.from, y.to) + 16, fmt::format("{:.6g}", v), "middle");
    }
    const double yStep = tickStep(y.high - y.low);
    for (double v = y.low; !text.y.empty() && v <= y.high + yStep / 2; v += yStep) {
        svg += line(x.from, y.place(v), x.to, y.place(v), "stroke=\"#e4e4e4\"");
        svg += label(x.from - 6, y.place(v) + 4, fmt::format("{:.6g}", v), "end");
    }
    svg += label((x.from + x.to) / 2, std::max(y.from, y.to) + 36, text.x, "middle");
    if (!text.y.empty()) {
        svg += fmt::format(
            "<text transform=\"translate(14 {:.1f}) rotate(-90)\" text-anchor=\"middle\">{}"
            "</text>\n",
            (y.from + y.to) / 2, escapedHtml(text.y));
    }
    return svg;
}

std::string whisker(double x, double low, double high) {
    return line(x, low, x, high, "stroke=\"#555\"") +
           line(x - 4, low, x + 4, low, "stroke=\"#555\"") +
           line(x - 4, high, x + 4, high, "stroke=\"#555\"");
}

std::string polyline(const FigureLine& shown, const Axis& x, const Axis& y, const char* colour) {
    std::string places;
    for (const FigurePoint& p : shown.points) {
        places += fmt::format("{:.1f},{:.1f} ", x.place(p.x), y.place(p.y));
    }
    std::string svg = fmt::format(
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"><title>{}</title>"
        "</polyline>\n",
        places, colour, shown.name.empty() ? 0.8 : 2.0, escapedHtml(shown.name));
    for (const FigurePoint& p : shown.points) {
        if (!shown.name.empty()) {
            svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" fill=\"{}\"/>\n",
                               x.place(p.x), y.place(p.y), colour);
        }
    }
    return svg;
}

Axis across() {
    return {INFINITY, -INFINITY, kLeft, kWidth - kRight};
}

Axis upwards() {
    return {INFINITY, -INFINITY, kHeight - kBottom, kTop};
}

}  // namespace

std::string escapedHtml(const std::string& text) {
    std::string escaped;
    for (const char c : toUtf8(text)) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                // A page may hold no other control codes.
                escaped += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
        }
    }
    return escaped;
}

std::string scatterSvg(const FigureText& text, const std::vector<FigurePoint>& points) {
    Axis x = across();
    Axis y = upwards();
    x.include(0.0);
    for (const FigurePoint& p : points) {
        x.include(p.x);
        y.include(p.low);
        y.include(p.high);
    }
    x.widen();
    y.widen();
    std::string svg = opened(text, kHeight) + axes(text, x, y);
    std::vector<double> named;  // heights of the names so far
    for (size_t i = 0; i < points.size(); ++i) {
        const FigurePoint& p = points[i];
        const char* colour = kColours[i % kColours.size()];
        svg += whisker(x.place(p.x), y.place(p.low), y.place(p.high));
        svg += fmt::format(
            "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\" fill=\"{}\"><title>{}</title></circle>\n",
            x.place(p.x), y.place(p.y), colour, escapedHtml(p.name));
        double height = y.place(p.y) + 4;
        while (std::any_of(named.begin(), named.end(),
                           [&](double other) { return std::abs(other - height) < kCloseRows; })) {
            height += kCloseRows;
        }
        named.push_back(height);
        if (height > y.place(p.y) + 4) {  // which point is meant
            svg += line(x.place(p.x), y.place(p.y), x.place(p.x) + 9, height - 4,
                        fmt::format("stroke=\"{}\"", colour));
        }
        svg += label(x.place(p.x) + 10, height, p.name, "start");
    }
    return svg + "</svg>\n";
}

std::string linesSvg(const FigureText& text, const std::vector<FigureLine>& lines,
                     std::optional<double> mark) {
    Axis x = across();
    Axis y = upwards();
    for (const FigureLine& each : lines) {
        for (const FigurePoint& p : each.points) {
            x.include(p.x);
            y.include(p.y);
        }
    }
    if (mark) {
        y.include(*mark);
    }
    x.widen();
    y.widen();
    std::string svg = opened(text, kHeight) + axes(text, x, y);
    if (mark) {
        svg += line(x.from, y.place(*mark), x.to, y.place(*mark),
                    "stroke=\"#d55e00\" stroke-dasharray=\"6 4\"");
    }
    for (const FigureLine& each : lines) {
        if (each.name.empty()) {
            svg += polyline(each, x, y, kGrey);
        }
    }
    size_t place = 0;
    for (const FigureLine& each : lines) {
        if (!each.name.empty()) {
            const char* colour = kColours[place % kColours.size()];
            const double height = kTop + 12 + 18 * static_cast<double>(place++);
            svg += polyline(each, x, y, colour);
            svg += fmt::format(
                "<rect x=\"{:.0f}\" y=\"{:.1f}\" width=\"12\" height=\"4\" "
                "fill=\"{}\"/>\n",
                x.to + 10, height - 6, colour);
            svg += label(x.to + 27, height, each.name, "start");
        }
    }
    return svg + "</svg>\n";
}

std::string barsSvg(const FigureText& text, const std::vector<FigurePoint>& bars) {
    const double bottom = kTop + kRow * static_cast<double>(bars.size());
    Axis x{0.0, 0.0, kNames, kWidth - 20};
    const Axis y{0.0, 1.0, bottom, kTop};
    for (const FigurePoint& bar : bars) {
        x.include(bar.low);
        x.include(bar.high);
    }
    x.widen();
    std::string svg = opened(text, bottom + kBottom) + axes({text.title, text.x, ""}, x, y);
    for (size_t i = 0; i < bars.size(); ++i) {
        const FigurePoint& bar = bars[i];
        const double middle = kTop + kRow * (static_cast<double>(i) + 0.5);
        const double left = std::min(x.place(0), x.place(bar.x));
        svg += fmt::format(
            "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"12\" fill=\"{}\"/>\n", left,
            middle - 6, std::abs(x.place(bar.x) - x.place(0)),
            bar.x > 0 ? kColours[2] : kColours[1]);
        svg += line(x.place(bar.low), middle, x.place(bar.high), middle, "stroke=\"#333\"");
        svg += label(kNames - 8, middle + 4, bar.name, "end");
    }
    return svg + line(x.place(0), kTop, x.place(0), bottom, "stroke=\"#333\"") + "</svg>\n";
}

}  // namespace secateur
