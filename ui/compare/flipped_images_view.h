#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>

#include "ui/base/exportable.h"
#include "ui/compare/flipped_images_model.h"
#include "ui/compare/flipped_tile.h"

class QComboBox;
class QLabel;
class QListView;
class QSlider;
class QStackedWidget;
class QToolButton;

namespace secateur {

/// The images on which a variant answers otherwise than the reference, as pictures, by what
/// happened and by class. Only those in view are decoded.
class FlippedImagesView : public QWidget, public Exportable {
    Q_OBJECT

 public:
    /// More pictures than these are not drawn on one exported sheet; the CSV has all.
    static constexpr size_t kMostOnSheet = 240;

    explicit FlippedImagesView(QWidget* parent = nullptr);

    void setComparison(std::shared_ptr<const Comparison> comparison, int64_t variant);
    /// Where the pictures come from; null, or other data than the comparison's: grey boxes.
    void setData(std::shared_ptr<const ImageData> data);
    /// Only images of `label` that one of the two networks, or both, took for `prediction`.
    void showCell(int64_t label, int64_t prediction);
    /// Only images of this class.
    void showClass(int64_t label);

    /// What is listed, filters applied.
    const std::vector<FlippedImage>& shown() const { return m_model->images(); }

    QString exportName() const override { return "flipped"; }
    QString exportTitle() const override { return tr("Flipped images"); }
    QSize exportSize() const override;
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override;

 protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    struct Cell {
        int64_t label;
        int64_t prediction;
    };
    void setupFilters();
    void setupList();
    void setupLayout();
    void fillKinds();
    void fillClasses();
    void filter();
    bool passes(const FlippedImage& image) const;
    void updateMessages();
    void updateDetails();
    void findPictures();
    void requestVisible();
    void setSide(int side);
    QString className(int64_t label) const;
    QString sheetTitle() const;

    std::shared_ptr<const Comparison> m_comparison;
    std::shared_ptr<const ImageData> m_data;
    const ComparedVariant* m_variant = nullptr;  // in m_comparison; null: nothing to compare
    std::vector<FlippedImage> m_all;
    std::optional<Cell> m_cell;

    PictureLoader* m_loader;
    FlippedImagesModel* m_model;
    FlippedTileDelegate* m_delegate;
    QTimer m_requestTimer;  ///< once the view has been laid out
    QComboBox* m_kinds;
    QComboBox* m_classes;
    QToolButton* m_cellButton;
    QSlider* m_size;
    QListView* m_list;
    QLabel* m_message;
    QLabel* m_pictureNote;
    QLabel* m_details;
    QStackedWidget* m_stack;
};

}  // namespace secateur
