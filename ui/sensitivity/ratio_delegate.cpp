#include "ui/sensitivity/ratio_delegate.h"

#include <QDoubleSpinBox>

#include <cmath>

namespace secateur {

namespace {

constexpr double kHalfStep = 0.005;  // of the last decimal shown

}  // namespace

QWidget* RatioDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                     const QModelIndex&) const {
    auto* editor = new QDoubleSpinBox(parent);
    editor->setObjectName(QStringLiteral("planRatioEditor"));
    editor->setAccessibleName(tr("Plan ratio"));
    editor->setToolTip(tr("The share of the layer's weights to prune."));
    editor->setRange(0.0, 0.99);
    editor->setDecimals(2);
    editor->setSingleStep(0.05);
    editor->setFrame(false);
    return editor;
}

void RatioDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    auto* box = static_cast<QDoubleSpinBox*>(editor);
    // While it is being typed in, a sweep that changes the row must not change the text.
    if (!box->property("loaded").toBool()) {
        box->setProperty("loaded", true);
        box->setValue(index.data(Qt::EditRole).toDouble());
        box->selectAll();
    }
}

void RatioDelegate::setModelData(QWidget* editor, QAbstractItemModel* model,
                                 const QModelIndex& index) const {
    auto* box = static_cast<QDoubleSpinBox*>(editor);
    box->interpretText();
    if (std::abs(box->value() - index.data(Qt::EditRole).toDouble()) >= kHalfStep) {
        model->setData(index, box->value(), Qt::EditRole);
    }
}

}  // namespace secateur
