#include "ui/jobs/job_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/base/theme.h"
#include "ui/jobs/job.h"
#include "ui/jobs/job_table.h"
#include "ui/models/figure_table.h"

namespace secateur {

namespace {

JobStatus statusOf(const QModelIndex& index) {
    return static_cast<JobStatus>(
        index.siblingAtColumn(JobState).data(FigureTableModel::SortRole).toInt());
}

QStyle& styleOf(const QStyleOptionViewItem& option) {
    return option.widget != nullptr ? *option.widget->style() : *QApplication::style();
}

QColor barColour(const Theme& theme, JobStatus status) {
    switch (status) {
        case JobStatus::Failed:
            return theme.warning;
        case JobStatus::Cancelling:
        case JobStatus::Cancelled:
            return theme.outline;
        default:
            return theme.accent;
    }
}

/// A bar with the text to its right, where it is readable whatever the bar's colour.
void paintBar(QPainter& painter, const QStyleOptionViewItem& option, double fraction,
              JobStatus status) {
    const QFontMetrics metrics(option.font);
    const int gap = metrics.horizontalAdvance(' ');
    const QRect inside = option.rect.adjusted(gap, 0, -gap, 0);
    const int textWidth = metrics.horizontalAdvance("100 %");
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const Theme theme = themeFor(option.palette);

    const int height = metrics.height() * 6 / 10;
    QRectF bar(inside.left(), inside.center().y() - height / 2.0,
               std::max(0, inside.width() - textWidth - gap), height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(selected ? text : theme.outline, 1.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(bar, 2.0, 2.0);
    bar.adjust(1.5, 1.5, -1.5, -1.5);
    bar.setWidth(bar.width() * fraction);
    painter.setPen(Qt::NoPen);
    painter.setBrush(selected ? text : barColour(theme, status));
    painter.drawRect(bar);
    painter.setPen(text);
    painter.setFont(option.font);
    painter.drawText(inside, Qt::AlignRight | Qt::AlignVCenter, option.text);
    painter.restore();
}

}  // namespace

void JobDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    if (statusOf(index) != JobStatus::Failed) {
        return;
    }
    option->palette.setColor(QPalette::Text, themeFor(option->palette).warning);
    if (index.column() == JobState) {
        option->font.setBold(true);
        option->icon = styleOf(*option).standardIcon(QStyle::SP_MessageBoxWarning);
        option->decorationSize = QSize(1, 1) * QFontMetrics(option->font).height();
        option->features |= QStyleOptionViewItem::HasDecoration;
    }
}

void JobDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    const QVariant fraction = index.data(FigureTableModel::SortRole);
    if (index.column() != JobProgress || !fraction.isValid()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    QStyleOptionViewItem background = cell;
    background.text.clear();
    styleOf(cell).drawControl(QStyle::CE_ItemViewItem, &background, painter, cell.widget);
    cell.palette.setColor(QPalette::Text, option.palette.color(QPalette::Text));
    paintBar(*painter, cell, fraction.toDouble(), statusOf(index));
}

}  // namespace secateur
