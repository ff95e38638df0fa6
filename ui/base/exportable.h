#pragma once

#include <QByteArray>
#include <QPaintDevice>
#include <QSize>
#include <QString>

namespace secateur {

/// A drawing that can be taken out of the program: as a picture, and as the numbers behind it.
class Exportable {
 public:
    virtual ~Exportable() = default;

    /// File name without extension, unique in the program: "sensitivity", "model", ...
    virtual QString exportName() const = 0;
    /// What it shows, in the window's language: "Sensitivity curves".
    virtual QString exportTitle() const = 0;
    /// The size in device-independent pixels in which it looks right.
    virtual QSize exportSize() const = 0;
    /// Draws all of it, filling size, on a device whose one unit is a device-independent pixel (a
    /// QImage with its device pixel ratio set, a QSvgGenerator, a QPdfWriter). Always in the light
    /// colours (papers are white), and without what belongs to the screen only (hover, selection
    /// handles).
    virtual void renderTo(QPaintDevice& device, const QSize& size) = 0;
    /// Exactly what is drawn, RFC 4180 but with LF, a header line, '.' decimals; empty if nothing
    /// is drawn.
    virtual QByteArray csv() const = 0;
};

}  // namespace secateur
