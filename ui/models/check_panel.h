#pragma once

#include <QWidget>

#include "ui/models/figure_view.h"

class QHBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace secateur {

/// A table of figures a layer with what it comes to above it, and the button that measures it. The
/// row of the selected layer is the current one, both ways.
class CheckPanel : public QWidget {
    Q_OBJECT

 public:
    /// `name`: of the table view ("layerErrors"), also with "Heading", "Empty" and "Run" behind it.
    CheckPanel(const QString& name, const QString& button, Table empty, QWidget* parent = nullptr);

    void setHeading(const QString& text);
    /// Shown in the table's place while it has no rows.
    void setEmptyText(const QString& text);
    void setTable(Table table);
    void setSelectedLayer(const QString& layer);
    /// `busy`: a text beside the button that is disabled while it is not empty.
    void setBusy(const QString& text);
    void setRunnable(bool runnable);
    /// A control before the button.
    void addControl(QWidget* control, const QString& label);

    FigureTableModel& model() { return m_view->figures(); }

 signals:
    void requested();
    void layerClicked(const QString& layer);

 private:
    void setupTable();
    void updateButton();

    FigureView* m_view;
    QStackedWidget* m_stack;
    QLabel* m_heading;
    QLabel* m_empty;
    QLabel* m_busy;
    QPushButton* m_run;
    QHBoxLayout* m_controls;
    bool m_runnable = false;
};

}  // namespace secateur
