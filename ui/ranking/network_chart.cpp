#include "ui/ranking/network_chart.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/base/csv_text.h"
#include "ui/compare/compare_style.h"

namespace secateur {

namespace {

constexpr double kMargin = 10.0;
constexpr double kGap = 6.0;
constexpr double kBarShare = 0.62;  // of a row

QString titleOf(const RankCriterion& criterion) {
    QString title = QString::fromStdString(criterion.name);
    title[0] = title[0].toUpper();
    return QString("%1, %2").arg(title, QString::fromStdString(criterion.unit));
}

/// Criteria of one side, by their index.
std::vector<size_t> side(bool pruning) {
    std::vector<size_t> chosen;
    for (size_t c = 0; c < rankCriteria().size(); ++c) {
        if (rankCriteria()[c].pruning == pruning) {
            chosen.push_back(c);
        }
    }
    return chosen;
}

QRectF below(const QRectF& area, double used) {
    return area.adjusted(0, used, 0, 0);
}

}  // namespace

NetworkChart::NetworkChart(QWidget* parent) : QWidget(parent) {
    setObjectName("networkChart");
    setAccessibleName("What each network bears, criterion by criterion");
}

void NetworkChart::setComparison(std::shared_ptr<const RankedComparison> comparison) {
    m_comparison = std::move(comparison);
    update();
}

std::vector<size_t> NetworkChart::order() const {
    std::vector<size_t> order(m_comparison->ranks.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        const auto& first = m_comparison->ranks[a].place;
        const auto& second = m_comparison->ranks[b].place;
        return first && second && *first < *second;
    });
    return order;
}

void NetworkChart::paint(QPainter& painter, const QRectF& area, const Theme& theme) const {
    painter.fillRect(area, theme.background);
    if (!m_comparison || m_comparison->ranks.empty()) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF inner = area.adjusted(kMargin, kMargin, -kMargin, -kMargin);
    const double names = std::min(150.0, 0.16 * inner.width());
    const double height = (inner.height() - kMargin) / 2;
    for (const bool pruning : {true, false}) {
        const QRectF band(inner.left(), inner.top() + (pruning ? 0 : height + kMargin),
                          inner.width(), height);
        const double title = 1.5 * QFontMetricsF(drawingFont(*this)).height();
        paintNames(painter, QRectF(band.left(), band.top() + title, names, band.height() - title),
                   theme);
        const std::vector<size_t> criteria = side(pruning);
        const double width = (band.width() - names) / static_cast<double>(criteria.size());
        for (size_t i = 0; i < criteria.size(); ++i) {
            paintPanel(painter,
                       QRectF(band.left() + names + width * static_cast<double>(i), band.top(),
                              width - kMargin, band.height()),
                       criteria[i], theme);
        }
    }
}

void NetworkChart::paintNames(QPainter& painter, const QRectF& area, const Theme& theme) const {
    const QFont font = drawingFont(*this);
    painter.setFont(font);
    painter.setPen(theme.text);
    const std::vector<size_t> rows = order();
    const double height = area.height() / static_cast<double>(rows.size());
    for (size_t row = 0; row < rows.size(); ++row) {
        const QString name = QFontMetricsF(font).elidedText(
            QString::fromStdString(m_comparison->comparison.networks[rows[row]].name),
            Qt::ElideMiddle, area.width() - kGap);
        painter.drawText(QRectF(area.left(), area.top() + height * static_cast<double>(row),
                                area.width() - kGap, height),
                         Qt::AlignRight | Qt::AlignVCenter, name);
    }
}

void NetworkChart::paintPanel(QPainter& painter, const QRectF& area, size_t criterion,
                              const Theme& theme) const {
    const RankCriterion& measured = rankCriteria()[criterion];
    QFont bold = drawingFont(*this);
    bold.setBold(true);
    const QFontMetricsF metrics(drawingFont(*this));
    const double title = 1.5 * metrics.height();
    painter.setFont(bold);
    painter.setPen(theme.text);
    painter.drawText(
        QRectF(area.left(), area.top(), area.width(), title), Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetricsF(bold).elidedText(titleOf(measured), Qt::ElideRight, area.width()));
    painter.setFont(drawingFont(*this));

    const std::vector<size_t> rows = order();
    double largest = 0.0;
    for (const ComparedNetwork& network : m_comparison->comparison.networks) {
        largest = std::max(largest, measured.figure(network).value_or(0.0));
    }
    const QRectF bars = below(area, title);
    const double room = bars.width() - metrics.horizontalAdvance("not measured") - kGap;
    const double height = bars.height() / static_cast<double>(rows.size());
    painter.setPen(QPen(theme.outline, 1));
    painter.drawLine(bars.topLeft(), bars.bottomLeft());
    for (size_t row = 0; row < rows.size(); ++row) {
        const size_t n = rows[row];
        const std::optional<double> figure = measured.figure(m_comparison->comparison.networks[n]);
        // A drop below zero is a gain by chance: its bar is empty, its number says so.
        const double length =
            largest > 0 ? std::max(0.0, figure.value_or(0.0)) / largest * std::max(room, 0.0) : 0.0;
        const QRectF place(bars.left(), bars.top() + height * static_cast<double>(row),
                           bars.width(), height);
        const QRectF bar(place.left(), place.center().y() - 0.5 * kBarShare * height, length,
                         kBarShare * height);
        painter.fillRect(bar, categoricalColour(static_cast<int>(n), theme.dark));
        painter.setPen(figure ? theme.text : theme.mutedText);
        painter.drawText(place.adjusted(length + kGap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         figure ? QString::number(*figure, 'f', 2) : tr("not measured"));
    }
}

void NetworkChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paint(painter, rect(), themeFor(palette()));
}

void NetworkChart::renderTo(QPaintDevice& device, const QSize& size) {
    QPainter painter(&device);
    paint(painter, QRectF(QPointF(0, 0), size), paperTheme());
}

QByteArray NetworkChart::csv() const {
    if (!m_comparison || m_comparison->ranks.empty()) {
        return {};
    }
    QByteArray text = csvLine({"network", "model", "criterion", "unit", "figure", "place",
                               "network_place", "claimed_place"});
    for (const size_t n : order()) {
        const ComparedNetwork& network = m_comparison->comparison.networks[n];
        const NetworkRank& rank = m_comparison->ranks[n];
        const std::optional<ClaimedRank> claim = claimedRank(network.model);
        for (size_t c = 0; c < rankCriteria().size(); ++c) {
            const RankCriterion& criterion = rankCriteria()[c];
            text += csvLine(
                {QString::fromStdString(network.name), QString::fromStdString(network.model),
                 QString::fromStdString(criterion.name), QString::fromStdString(criterion.unit),
                 csvNumber(criterion.figure(network).value_or(std::nan(""))),
                 csvNumber(rank.byCriterion[c].value_or(std::nan(""))),
                 csvNumber(rank.place.value_or(std::nan(""))),
                 claim ? QString::number(claim->place) : QString()});
        }
    }
    return text;
}

}  // namespace secateur
