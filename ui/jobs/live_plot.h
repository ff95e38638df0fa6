#pragma once

#include <QList>
#include <QString>
#include <QWidget>
#include <map>
#include <set>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/base/theme.h"
#include "ui/jobs/job.h"

class QCheckBox;
class QCPGraph;
class QCustomPlot;
class QLabel;
class QMouseEvent;
class QStackedWidget;

namespace secateur {

/// The live figures of one job over its progress: accuracies on the right axis in percent, the
/// others on the left. A check box a figure is the legend, names its latest value and hides it.
/// Where the position goes back (a second training in one job) the curve breaks and goes on to the
/// right.
class LivePlot : public QWidget, public Exportable {
    Q_OBJECT

 public:
    explicit LivePlot(QWidget* parent = nullptr);

    /// `unit`: what the positions count.
    void setSamples(const QList<JobSample>& samples, const QString& unit);
    bool isEmpty() const { return m_positions.empty(); }
    /// "12,800 images: Loss 0.41, ..." for the sample nearest to `position`.
    QString textAt(double position) const;

    QString exportName() const override { return "live"; }
    QString exportTitle() const override { return tr("Live figures of the selected job"); }
    QSize exportSize() const override { return {800, 450}; }
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override;

 protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

 private:
    struct Curve {
        QCheckBox* box = nullptr;
        QCPGraph* graph = nullptr;
        int colour = 0;
        std::vector<double> values;  ///< one a position, NaN where it was not reported
    };

    void setupPlot();
    void setupLayout();
    void readSamples(const QList<JobSample>& samples);
    void matchFigures(const QList<JobSample>& samples);
    Curve makeCurve(LiveFigure figure);
    void fillGraphs();
    void updateBoxes();
    void arrangeBoxes();
    void updateAxes();
    void applyTheme(const Theme& theme);
    void onMouseMove(QMouseEvent* event);

    QStackedWidget* m_pages = nullptr;
    QWidget* m_legend = nullptr;
    QCustomPlot* m_plot = nullptr;
    QString m_unit;
    std::vector<double> m_positions;
    std::vector<bool> m_restarts;  ///< one a position: the curve breaks before it
    std::map<LiveFigure, Curve> m_curves;
    std::set<LiveFigure> m_hidden;  ///< kept from job to job
};

}  // namespace secateur
