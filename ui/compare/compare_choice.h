#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "core/report/comparison.h"

class QComboBox;
class QPushButton;

namespace secateur {

class VariantTree;

/// What is compared: the images, the reference, and a box for every variant of the study.
class CompareChoice : public QWidget {
    Q_OBJECT

 public:
    explicit CompareChoice(QWidget* parent = nullptr);

    /// Keeps what the user has chosen if it is the same study; new variants are compared. True if
    /// it is another one.
    bool setSnapshot(std::shared_ptr<const StudySnapshot> snapshot);
    /// StoredImages::id; 0 if nothing was measured yet.
    int64_t imageList() const;
    bool anyMeasured() const;
    std::shared_ptr<const Comparison> comparison() const;
    /// The checked variants.
    std::vector<int64_t> included() const;
    /// Those of them without a result on the images.
    std::vector<int64_t> unmeasured() const;

 signals:
    void changed();
    void variantActivated(qint64 id);
    /// The user wants all accuracies of these images.
    void imagesChosen(qint64 images);
    void evaluateRequested(const std::vector<int64_t>& variants);

 private:
    void setupLayout();
    void connectViews();
    void fillImages();
    void fillReferences();
    void refresh();
    QString imagesText(const StoredImages& images) const;

    std::shared_ptr<const StudySnapshot> m_snapshot;
    int64_t m_chosenImages = 0;     ///< that all accuracies are shown of (shownImageSet)
    int64_t m_chosenReference = 0;  ///< by the user; 0: the root of the family
    VariantTree* m_tree;
    QComboBox* m_images;
    QComboBox* m_reference;
    QPushButton* m_measure;
};

}  // namespace secateur
