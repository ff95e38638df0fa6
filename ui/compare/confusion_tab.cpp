#include "ui/compare/confusion_tab.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include "ui/compare/confusion_matrix_view.h"

namespace secateur {

ConfusionTab::ConfusionTab(QWidget* parent)
    : QWidget(parent), m_view(new ConfusionMatrixView), m_mode(new QComboBox), m_text(new QLabel) {
    m_mode->setObjectName("confusionMode");
    m_mode->setAccessibleName(tr("What the confusion matrix shows"));
    m_mode->setToolTip(
        tr("Counts of the variant or of the reference, or what changed between them."));
    m_mode->addItem(tr("Counts of the variant"), static_cast<int>(ConfusionMode::Variant));
    m_mode->addItem(tr("Counts of the reference"), static_cast<int>(ConfusionMode::Reference));
    m_mode->addItem(tr("Variant minus reference"), static_cast<int>(ConfusionMode::Difference));
    m_view->setToolTip(
        tr("A row a true class, a column a prediction. Arrow keys move, Enter or a click shows the "
           "flipped images of a cell."));
    m_text->setObjectName("confusionText");
    m_text->setWordWrap(true);
    auto* top = new QHBoxLayout;
    top->addWidget(m_mode);
    top->addWidget(m_text, 1);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(m_view, 1);
    connect(m_mode, &QComboBox::currentIndexChanged, this,
            [this] { m_view->setMode(static_cast<ConfusionMode>(m_mode->currentData().toInt())); });
    connect(m_view, &ConfusionMatrixView::currentChanged, this, &ConfusionTab::updateText);
    connect(m_view, &ConfusionMatrixView::cellActivated, this, &ConfusionTab::cellActivated);
    updateText();
}

void ConfusionTab::setComparison(std::shared_ptr<const Comparison> comparison, int64_t variant) {
    m_view->setComparison(std::move(comparison), variant);
}

void ConfusionTab::updateText() {
    const QString cell = m_view->currentText();
    const QString colours =
        m_view->mode() == ConfusionMode::Difference
            ? tr("Blue: better than the reference; orange: worse.")
            : tr("Blue: right; orange: errors, stronger with their share of the row.");
    m_text->setText(m_view->isEmpty() ? tr("Choose a measured variant above to see its matrix.")
                    : cell.isEmpty()  ? tr("%1 Click a cell for its flipped images.").arg(colours)
                                      : cell + '.');
}

}  // namespace secateur
