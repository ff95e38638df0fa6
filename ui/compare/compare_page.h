#pragma once

#include <QWidget>
#include <memory>
#include <set>
#include <vector>

#include "core/data/dataset.h"
#include "ui/base/exportable.h"
#include "ui/compare/comparison.h"
#include "ui/compare/variant_tree_drawing.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QTreeView;

namespace secateur {

class ClassChangeChart;
class ComparisonChart;
class ComparisonTableModel;
class ConfusionMatrixView;
class FlippedImagesView;
class VariantTreeModel;

/// The page "Compare": any set of variants of a study side by side, on the same images.
class ComparePage : public QWidget {
    Q_OBJECT

 public:
    explicit ComparePage(QWidget* parent = nullptr);
    ~ComparePage() override;

    /// Keeps what the user has chosen if it is the same study; new variants join the comparison.
    void setSnapshot(std::shared_ptr<const StudySnapshot> snapshot);
    void setData(std::shared_ptr<const ImageData> data);

    /// StoredImages::id of the images that are compared on; 0 if nothing was measured yet.
    int64_t imageList() const;
    std::vector<Exportable*> exportables();

 signals:
    /// The user has opened a variant (double click or Enter in the tree or the table).
    void variantActivated(qint64 id);
    /// The user wants these measured on imageList(), or on the usual test images if that is 0.
    void evaluateRequested(const std::vector<int64_t>& variants);

 private:
    QWidget* setupLeft();
    QWidget* setupRight();
    QWidget* setupOverview();
    QWidget* setupClasses();
    QWidget* setupConfusion();
    QWidget* setupEmpty();
    void connectViews();

    void forgetChoices();
    void fillImages();
    void fillReferences();
    void fillDetails();
    void chooseDetails(qint64 variant);
    /// What is shown after the images, the boxes or the reference have changed.
    void compare();
    void showDetails();
    void updateMeasure();
    void updateMessages();
    void updateConfusionText();
    void showFlipped();
    std::vector<int64_t> included() const;
    std::vector<int64_t> unmeasured() const;
    QString imagesText(const StoredImages& images) const;

    std::shared_ptr<const StudySnapshot> m_snapshot;
    std::shared_ptr<const Comparison> m_comparison;
    int64_t m_chosenImages = 0;     ///< by the user; 0: the best list there is
    int64_t m_chosenReference = 0;  ///< by the user; 0: the root of the family
    int64_t m_chosenDetails = 0;    ///< by the user; 0: the last of those that are compared

    VariantTreeModel* m_treeModel;
    ComparisonTableModel* m_tableModel;
    QSortFilterProxyModel* m_sorted;
    QComboBox* m_images;
    QComboBox* m_reference;
    QComboBox* m_details;
    QLabel* m_detailsLabel;
    QTreeView* m_tree;
    QTableView* m_table;
    QPushButton* m_measure;
    QPushButton* m_measureAll;
    QTabWidget* m_tabs;
    QStackedWidget* m_stack;
    QLabel* m_emptyText;
    ComparisonChart* m_chart;
    ClassChangeChart* m_classChart;
    QStackedWidget* m_classStack;
    ConfusionMatrixView* m_confusion;
    QComboBox* m_confusionMode;
    QLabel* m_confusionText;
    FlippedImagesView* m_flipped;
    VariantTreeDrawing m_treeDrawing;
};

}  // namespace secateur
