#include "ui/sensitivity/plan_drawing.h"

#include <QGuiApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <array>

#include "ui/base/csv_text.h"
#include "ui/base/theme.h"
#include "ui/base/translation.h"
#include "ui/sensitivity/sensitivity_text.h"

namespace secateur {

namespace {

constexpr std::array kWidths{26, 12, 12, 11, 12, 13};  // of the columns, in mean characters

int columnWidth(int column, const QFontMetrics& metrics) {
    return kWidths.at(static_cast<size_t>(column)) * metrics.averageCharWidth() * 5 / 4;
}

QString millions(int64_t number, int decimals) {
    return QLocale().toString(static_cast<double>(number) / 1e6, 'f', decimals);
}

int rowHeight(const QFontMetrics& metrics) {
    return metrics.height() * 5 / 4;
}

}  // namespace

QString planTotalsText(const PlanTotals& totals) {
    const QLocale locale;
    return Text::tr(
               "%1 of %2 parameters remain, %3 sparsity; %4 of %5 M "
               "multiply-adds, %6 of %7 MB of weights")
        .arg(locale.toString(static_cast<qlonglong>(totals.parametersKept)),
             locale.toString(static_cast<qlonglong>(totals.parameters)),
             percentText(totals.sparsity()), millions(totals.macsKept, 1), millions(totals.macs, 1),
             millions(totals.bytesKept, 2), millions(totals.bytes, 2));
}

QSize PlanDrawing::naturalSize(const QFontMetrics& metrics) const {
    int width = 2 * metrics.height();
    for (int column = 0; column < PlanTableModel::ColumnCount; ++column) {
        width += columnWidth(column, metrics);
    }
    return {width, (m_model.rowCount() + 6) * rowHeight(metrics)};
}

QSize PlanDrawing::exportSize() const {
    return naturalSize(QFontMetrics(QGuiApplication::font()));
}

void PlanDrawing::drawTable(QPainter& painter, const QFontMetrics& metrics) const {
    const Theme theme = paperTheme();
    const int step = rowHeight(metrics);
    int y = step / 2;
    const int left = metrics.height();
    const int width = naturalSize(metrics).width() - 2 * left;
    const auto line = [&](const QString& text) {
        painter.setPen(theme.text);
        painter.drawText(QRect(left, y, width, step), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(text, Qt::ElideRight, width));
        y += step;
    };
    const auto cells = [&](const auto& textOf) {
        int x = left;
        for (int column = 0; column < PlanTableModel::ColumnCount; ++column) {
            const int w = columnWidth(column, metrics);
            const auto side = column >= PlanTableModel::Weights ? Qt::AlignRight : Qt::AlignLeft;
            painter.drawText(QRect(x, y, w, step), side | Qt::AlignVCenter,
                             metrics.elidedText(textOf(column), Qt::ElideMiddle, w));
            x += w;
        }
        y += step;
    };
    const auto rule = [&] {
        painter.setPen(theme.outline);
        painter.drawLine(left, y, left + width, y);
        painter.setPen(theme.text);
    };
    line(m_caption);
    line(planTotalsText(m_model.plan().totals()));
    line(m_prediction);
    cells([&](int column) { return m_model.headerData(column, Qt::Horizontal).toString(); });
    rule();
    for (int row = 0; row < m_model.rowCount(); ++row) {
        cells([&](int column) { return m_model.index(row, column).data().toString(); });
    }
    rule();
    if (m_model.plan().hasOverrides()) {
        line(PlanTableModel::tr("* set by hand"));
    }
}

void PlanDrawing::renderTo(QPaintDevice& device, const QSize& size) {
    QPainter painter(&device);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(QGuiApplication::font());
    painter.fillRect(QRect(QPoint(0, 0), size), Qt::white);
    const QFontMetrics metrics(painter.font(), &device);
    const QSizeF natural = naturalSize(metrics);
    const double scale = std::min(size.width() / natural.width(), size.height() / natural.height());
    painter.scale(scale, scale);
    drawTable(painter, metrics);
}

QByteArray PlanDrawing::csv() const {
    const auto& rows = m_model.plan().rows();
    if (rows.empty()) {
        return {};
    }
    QByteArray text =
        csvLine({"layer", "weights", "safe_ratio", "largest_tried", "plan_ratio", "weights_kept",
                 "predicted_drop", "predicted_low", "predicted_high", "calibrated_by"});
    for (const PlanRow& row : rows) {
        text += csvLine({QString::fromStdString(row.layer),
                         QString::number(row.weights),
                         row.safe ? csvNumber(row.safe->level.number) : QString(),
                         row.safe ? QString::number(row.safe->hardestTried) : QString(),
                         csvNumber(row.ratio()),
                         QString::number(row.kept()),
                         {},
                         {},
                         {},
                         {}});
    }
    if (m_drop) {
        const PlanTotals totals = m_model.plan().totals();
        text += csvLine({QString::fromStdString(Target::global().text()),
                         QString::number(totals.weights),
                         {},
                         {},
                         csvNumber(totals.sparsity()),
                         QString::number(totals.weightsKept),
                         csvNumber(m_drop->drop.drop),
                         csvNumber(m_drop->drop.low),
                         csvNumber(m_drop->drop.high),
                         QString::number(m_drop->measuredPlans)});
    }
    return text;
}

}  // namespace secateur
