#pragma once

#include <QWidget>
#include <map>
#include <memory>
#include <vector>

#include "core/data/dataset.h"
#include "core/report/comparison.h"
#include "ui/base/exportable.h"
#include "ui/compare/variant_tree_drawing.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace secateur {

class BarChart;
class CompareChoice;
class ConfusionTab;
class FigureView;
class FlippedImagesView;
class FrontPlot;

/// The page "Compare": any set of variants of a study side by side, on the same images.
class ComparePage : public QWidget {
    Q_OBJECT

 public:
    explicit ComparePage(QWidget* parent = nullptr);
    ~ComparePage() override;

    /// Keeps what the user has chosen if it is the same study; new variants join the comparison.
    void setSnapshot(std::shared_ptr<const StudySnapshot> snapshot);
    void setData(std::shared_ptr<const ImageData> data);
    /// Multiply-adds by variant.
    void setMacs(const std::map<int64_t, int64_t>& macs);
    void showFront();

    /// StoredImages::id of the images that are compared on; 0 if nothing was measured yet.
    int64_t imageList() const;
    std::vector<Exportable*> exportables();

 signals:
    /// The user has opened a variant (double click or Enter in the tree or the table).
    void variantActivated(qint64 id);
    /// The user wants all accuracies of these images.
    void imagesChosen(qint64 images);
    /// The user wants these measured on imageList(), or on the usual test images if that is 0.
    void evaluateRequested(const std::vector<int64_t>& variants);

 private:
    void setupTabs();
    QWidget* setupOverview();
    QWidget* setupClasses();
    QWidget* setupFront();
    QWidget* setupEmpty();
    void connectViews();

    /// What is shown after the images, the boxes or the reference have changed.
    void compare();
    void fillDetails();
    void chooseDetails(qint64 variant);
    void showDetails();
    void updateMessages();
    void showFlipped();

    std::shared_ptr<const StudySnapshot> m_snapshot;
    std::shared_ptr<const Comparison> m_comparison;
    int64_t m_chosenDetails = 0;  ///< by the user; 0: the last of those that are compared

    CompareChoice* m_choice;
    QComboBox* m_details;
    QLabel* m_detailsLabel;
    FigureView* m_table;
    QPushButton* m_measureAll;
    QTabWidget* m_tabs;
    QStackedWidget* m_stack;
    QLabel* m_emptyText;
    BarChart* m_chart;
    BarChart* m_classChart;
    QStackedWidget* m_classStack;
    FrontPlot* m_front;
    ConfusionTab* m_confusion;
    FlippedImagesView* m_flipped;
    VariantTreeDrawing m_treeDrawing;
};

}  // namespace secateur
