#pragma once

#include <QWidget>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/data/dataset.h"
#include "core/report/comparison.h"
#include "ui/base/exportable.h"
#include "ui/compare/variant_tree_drawing.h"

class QComboBox;
class QLabel;
class QLayout;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace secateur {

class BarChart;
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

    void setSnapshot(std::shared_ptr<const StudySnapshot> snapshot);
    /// All networks are compared but these, with this one if it was measured on the same images,
    /// else with the root of the family.
    void setChoice(const std::set<int64_t>& excluded, int64_t reference);
    void setData(std::shared_ptr<const ImageData> data);
    /// Multiply-adds by variant.
    void setMacs(const std::map<int64_t, int64_t>& macs);
    void showFront();
    /// Another network is looked at: from now on details are of it, unless others are compared with
    /// it.
    void follow(qint64 variant);

    /// StoredImages::id of the images that are compared on; 0 if nothing was measured yet.
    int64_t imageList() const;
    std::vector<Exportable*> exportables();

 signals:
    /// The user has opened a variant (double click or Enter in the table).
    void variantActivated(qint64 id);
    /// The user wants these measured on imageList(), or on the usual test images if that is 0.
    void evaluateRequested(const std::vector<int64_t>& variants);

 private:
    void setupTabs();
    QLayout* setupSubject();
    QWidget* setupOverview();
    QWidget* setupClasses();
    QWidget* setupFront();
    QWidget* setupEmpty();
    void connectViews();

    /// What is shown after the study or the choice has changed.
    void compare();
    /// Those that are compared.
    std::vector<int64_t> included() const;
    /// Those of them without a result on the images.
    std::vector<int64_t> unmeasured() const;
    int64_t reference() const;
    void showSubject();
    void fillDetails();
    void chooseDetails(qint64 variant);
    void showDetails();
    void updateMessages();
    void showFlipped();

    std::shared_ptr<const StudySnapshot> m_snapshot;
    std::shared_ptr<const Comparison> m_comparison;
    int64_t m_chosenDetails = 0;  ///< by the user; 0: the last of those that are compared

    std::set<int64_t> m_excluded;
    int64_t m_chosenReference = 0;
    QLabel* m_subject;
    QPushButton* m_measure;
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
