#include "ui/compare/variant_tree_drawing.h"

#include <QPainter>
#include <algorithm>

#include "core/report/comparison.h"
#include "ui/base/core_text.h"
#include "ui/base/csv_text.h"
#include "ui/base/translation.h"
#include "ui/compare/compare_style.h"

namespace secateur {

namespace {

constexpr double kTreeMargin = 12.0;
constexpr double kIndent = 26.0;

}  // namespace

void VariantTreeDrawing::setStudy(std::shared_ptr<const StudySnapshot> snapshot, int64_t images) {
    m_snapshot = std::move(snapshot);
    m_images = images;
    m_rows.clear();
    if (m_snapshot) {
        for (const Variant& variant : m_snapshot->variants) {
            if (!variant.parent || !m_snapshot->variant(*variant.parent)) {
                addRows(variant, 0, -1);
            }
        }
    }
}

void VariantTreeDrawing::addRows(const Variant& variant, int depth, int parentRow) {
    const int own = static_cast<int>(m_rows.size());
    m_rows.push_back(
        {&variant, newestEvaluation(*m_snapshot, variant.id, m_images), depth, parentRow});
    for (const Variant& child : m_snapshot->variants) {
        // A parent comes before its children, so that no damaged file can make this a circle.
        if (child.parent == variant.id && &child > &variant) {
            addRows(child, depth + 1, own);
        }
    }
}

double VariantTreeDrawing::rowHeight() const {
    return QFontMetricsF(drawingFont(m_widget)).height() * 2.7;
}

QString VariantTreeDrawing::title() const {
    const StoredImages* images = m_snapshot ? m_snapshot->imageList(m_images) : nullptr;
    return images ? Text::tr("Variants; top-1 on %1 %2 images")
                        .arg(countText(images->count), shownName(images->split))
                  : Text::tr("Variants");
}

QString VariantTreeDrawing::exportTitle() const {
    return Text::tr("Family tree of the networks");
}

QSize VariantTreeDrawing::exportSize() const {
    int deepest = 0;
    for (const Row& row : m_rows) {
        deepest = std::max(deepest, row.depth);
    }
    const double rows = std::max<double>(1.0, static_cast<double>(m_rows.size())) + 1.0;
    return {560 + static_cast<int>(kIndent) * deepest,
            static_cast<int>(rows * rowHeight() + 2 * kTreeMargin)};
}

void VariantTreeDrawing::renderTo(QPaintDevice& device, const QSize& size) {
    // Drawn in its own size, then made to fit.
    const QSizeF own = exportSize();
    QPainter painter(&device);
    const Theme theme = paperTheme();
    painter.fillRect(QRect(QPoint(0, 0), size), theme.background);
    painter.setRenderHint(QPainter::Antialiasing);
    const double scale = std::min(size.width() / own.width(), size.height() / own.height());
    painter.scale(scale, scale);
    const double width = size.width() / scale - 2 * kTreeMargin;
    const double height = rowHeight();
    QFont bold = drawingFont(m_widget);
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(theme.text);
    painter.drawText(QRectF(kTreeMargin, kTreeMargin, width, height * 0.7), Qt::AlignVCenter,
                     title());
    const auto areaOf = [&](size_t row) {
        const double left = kTreeMargin + kIndent * m_rows[row].depth;
        return QRectF(left, kTreeMargin + height * (static_cast<double>(row) + 0.85),
                      width + kTreeMargin - left, height * 0.84);
    };
    painter.setPen(QPen(theme.outline, 1.5));
    for (size_t row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].parentRow >= 0) {
            const QRectF from = areaOf(static_cast<size_t>(m_rows[row].parentRow));
            const QRectF to = areaOf(row);
            const double x = from.left() + 0.5 * kIndent;
            painter.drawLine(QPointF(x, from.bottom()), QPointF(x, to.center().y()));
            painter.drawLine(QPointF(x, to.center().y()), QPointF(to.left(), to.center().y()));
        }
    }
    for (size_t row = 0; row < m_rows.size(); ++row) {
        paintRow(painter, m_rows[row], areaOf(row), theme);
    }
}

void VariantTreeDrawing::paintRow(QPainter& painter, const Row& row, const QRectF& area,
                                  const Theme& theme) const {
    const Variant& variant = *row.variant;
    painter.setPen(QPen(theme.grid, 1));
    painter.setBrush(theme.background);
    painter.drawRoundedRect(area, 4, 4);
    painter.fillRect(QRectF(area.left(), area.top(), 5, area.height()), kindColour(variant.kind));
    const QRectF text = area.adjusted(14, 3, -10, -3);
    const QRectF above(text.left(), text.top(), text.width(), text.height() / 2);
    const QRectF below = above.translated(0, above.height());
    QFont font = drawingFont(m_widget);
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(theme.text);
    const QString top1 =
        row.evaluation ? percentText(row.evaluation->result.accuracy()) : Text::tr("not measured");
    const double room = above.width() - QFontMetricsF(font).horizontalAdvance(top1) - 12;
    painter.drawText(above, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(font).elidedText(QString::fromStdString(variant.name),
                                                    Qt::ElideMiddle, room));
    painter.drawText(above, Qt::AlignRight | Qt::AlignVCenter, top1);
    painter.setFont(drawingFont(m_widget, 0.9));
    painter.setPen(theme.mutedText);
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter,
                     Text::tr("%1, %2, %3 sparse")
                         .arg(shownName(variant.kind), shownName(variant.encoding),
                              percentText(variant.sparsity())));
    painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, sizeText(variant.sizeBytes));
}

QByteArray VariantTreeDrawing::csv() const {
    if (m_rows.empty()) {
        return {};
    }
    QByteArray text = csvLine({"id", "parent", "variant", "kind", "encoding", "size_bytes",
                               "sparsity", "correct", "count", "top1"});
    for (const Row& row : m_rows) {
        const Variant& variant = *row.variant;
        QStringList fields{QString::number(variant.id),
                           variant.parent ? QString::number(*variant.parent) : QString(),
                           QString::fromStdString(variant.name),
                           shownName(variant.kind),
                           shownName(variant.encoding),
                           QString::number(variant.sizeBytes),
                           csvNumber(variant.sparsity())};
        if (row.evaluation) {
            const Evaluation& result = row.evaluation->result;
            fields << QString::number(result.correct) << QString::number(result.count())
                   << csvNumber(result.accuracy());
        } else {
            fields << QStringList(3, "");
        }
        text += csvLine(fields);
    }
    return text;
}

}  // namespace secateur
