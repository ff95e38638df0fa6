#pragma once

#include <QFont>

#include "ui/base/exportable.h"
#include "ui/base/qcustomplot_header.h"
#include "ui/base/theme.h"

namespace secateur {

/// Colours and fonts of the background and of all axes.
void stylePlot(QCustomPlot& plot, const Theme& theme, const QFont& font);

/// Over the curves, which shine through.
void styleLegend(QCPLegend& legend, const Theme& theme, const QFont& font);

/// Draws the plot as it is now on `device`.
void paintPlot(QCustomPlot& plot, QPaintDevice& device, const QSize& size);

/// What the plots of the pages share: they follow the palette and the font, have a frame while they
/// have the focus, say what is under the mouse, and are exported on white.
class Plot : public QCustomPlot, public Exportable {
    Q_OBJECT

 public:
    /// `title`: what it shows; also its accessible name as long as it says nothing else.
    Plot(const char* objectName, const QString& title, QWidget* parent);

    /// Above exported pictures: which network and images it is of; empty: nothing.
    void setCaption(const QString& caption) { m_caption = caption; }
    QString exportTitle() const override { return m_title; }
    QSize exportSize() const override { return {900, 480}; }
    void renderTo(QPaintDevice& device, const QSize& size) override;

 protected:
    /// Background, axes, and what applyTheme() does. The constructors of plots call it.
    void style(const Theme& theme);
    void restyle() { style(themeFor(palette())); }
    /// Of the plot's own items.
    virtual void applyTheme(const Theme& theme) = 0;
    /// Hides what belongs to the screen (hover, handles), or shows it again.
    virtual void setOnPaper(bool) {}
    /// Empty: nothing to say of it.
    virtual QString tipAt(const QPointF&) const { return {}; }

    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

 private:
    const QString m_title;
    QString m_caption;
};

}  // namespace secateur
