#include "ui/sensitivity/curve_looks.h"

#include <algorithm>
#include <array>

#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr size_t kOwnColours = 12;
constexpr size_t kAllBands = 4;
constexpr int kColours = 5;  // of the categorical ones: vermilion is the tolerance, yellow too pale
constexpr std::array kLines{Qt::SolidLine, Qt::DashLine, Qt::DotLine};

CurveGraph::Look ownLook(size_t index, bool band, const Theme& theme) {
    const int colour = static_cast<int>(index) % kColours;
    const size_t line = index / kColours % kLines.size();
    return {categoricalColour(colour, theme.dark), 1.6, kLines.at(line), band, true};
}

CurveGraph::Look roleLook(const QColor& colour, size_t index) {
    return {colour, 1.0, kLines.at(index / kColours % kLines.size()), false, false};
}

std::map<std::string, CurveGraph::Look> roleLooks(const CurveList& curves, const Theme& theme) {
    std::vector<std::string> roles;  // in the network's order
    std::map<std::string, int> counts;
    for (const CurvePtr& curve : curves) {
        if (!curve->global() && counts[curve->role]++ == 1 && !curve->role.empty()) {
            roles.push_back(curve->role);
        }
    }
    std::map<std::string, CurveGraph::Look> looks;
    for (size_t i = 0; i < roles.size(); ++i) {
        const int colour = static_cast<int>(i) % kColours;
        looks[roles[i]] = roleLook(categoricalColour(colour, theme.dark), i);
    }
    looks[""] = roleLook(theme.mutedText, 0);
    return looks;
}

/// Within the part of the scale that is seen on light and on dark.
CurveGraph::Look placeLook(size_t index, size_t count) {
    const double place =
        count > 1 ? static_cast<double>(index) / static_cast<double>(count - 1) : 0.0;
    return {sequentialColour(0.3 + 0.55 * place), 1.6, Qt::SolidLine, false, false};
}

void emphasise(CurveGraph::Look& look, double width) {
    look.colour.setAlphaF(1.0F);
    look.width = width;
    look.band = true;
    look.points = true;
}

}  // namespace

CurveLooks curveLooks(const CurveList& curves, const std::string& selected, const Theme& theme) {
    CurveLooks looks;
    const bool many = curves.size() > kOwnColours;
    const bool byRole = many && std::any_of(curves.begin(), curves.end(),
                                            [](const auto& curve) { return !curve->role.empty(); });
    if (byRole) {
        looks.roles = roleLooks(curves, theme);
    }
    size_t index = 0;
    for (const CurvePtr& curve : curves) {
        CurveGraph::Look look;
        if (curve->global()) {
            look.colour = theme.text;
            emphasise(look, 3.0);
        } else if (byRole) {
            look = looks.roles.at(lookRole(looks, curve->role));
        } else {
            look = many ? placeLook(index++, curves.size())
                        : ownLook(index++, curves.size() <= kAllBands, theme);
        }
        if (curve->name() == selected) {
            emphasise(look, 3.0);
        }
        looks.layers[curve->name()] = look;
    }
    return looks;
}

std::string lookRole(const CurveLooks& looks, const std::string& role) {
    return looks.roles.count(role) > 0 ? role : std::string();
}

QString roleTitle(const std::string& role) {
    return role.empty() ? Text::tr("other") : QString::fromStdString(role);
}

}  // namespace secateur
