#pragma once

#include <QByteArray>
#include <QFont>
#include <QPainter>
#include <QRectF>
#include <memory>
#include <optional>

#include "core/analysis/answer_changes.h"
#include "core/report/comparison.h"
#include "ui/base/theme.h"

namespace secateur {

enum class ConfusionMode {
    Variant,     ///< counts of the variant
    Reference,   ///< counts of the reference
    Difference,  ///< the first minus the second
};

/// A row (true class) and column (prediction) of a confusion matrix.
struct ConfusionCell {
    int64_t label = 0;
    int64_t prediction = 0;
    bool operator==(const ConfusionCell&) const = default;
};

/// A confusion matrix as it is drawn. Right answers are blue, errors orange, each the stronger the
/// larger its share of the row; of differences what is better is blue and what is worse orange.
class ConfusionDrawing {
 public:
    /// More classes than these would be smaller than a pixel.
    static constexpr int64_t kMostClasses = 1500;

    ConfusionDrawing() = default;
    ConfusionDrawing(std::shared_ptr<const Comparison> comparison, int64_t variant,
                     ConfusionMode mode);

    bool isEmpty() const { return m_classes == 0; }
    int64_t classes() const { return m_classes; }

    void paint(QPainter& painter, const QSizeF& size, const QFont& font, const Theme& theme) const;
    QRectF cellRect(const QSizeF& size, const QFont& font, const ConfusionCell& cell) const;
    std::optional<ConfusionCell> cellAt(const QSizeF& size, const QFont& font,
                                        const QPointF& position) const;
    QString title() const;
    QString describe(const ConfusionCell& cell) const;
    QByteArray csv() const;

 private:
    /// Where things stand in a drawing of some size.
    struct Layout {
        QRectF grid;
        double cellWidth = 0.0;
        double cellHeight = 0.0;
        double titleHeight = 0.0;
        QFont nameFont;
        QFont countFont;
        bool counts = false;  ///< they fit
        bool names = false;
        bool flatNames = false;  ///< of the columns
        QRectF rect(const ConfusionCell& cell) const;
    };
    Layout layoutFor(const QSizeF& size, const QFont& font) const;
    void paintCells(QPainter& painter, const Layout& layout, const Theme& theme) const;
    void paintNames(QPainter& painter, const Layout& layout, const Theme& theme) const;
    QColor colourOf(const ConfusionCell& cell, const Theme& theme) const;
    int64_t shown(const ConfusionCell& cell) const;  ///< count, or difference
    QString cellText(const ConfusionCell& cell) const;
    QString className(int64_t index) const;
    QString variantName() const;
    QString referenceName() const;

    std::shared_ptr<const Comparison> m_comparison;
    const ComparedVariant* m_variant = nullptr;  // in m_comparison
    ConfusionMode m_mode = ConfusionMode::Variant;
    int64_t m_classes = 0;
    ConfusionMatrix m_counts;     ///< of what is shown; in difference mode of the variant
    ConfusionMatrix m_reference;  ///< in difference mode only
    int64_t m_widest = 0;         ///< absolute largest of what is shown
};

}  // namespace secateur
