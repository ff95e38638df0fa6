#pragma once

#include "ui/dialogs/image_samples.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/workspace/opened.h"

namespace secateur {

class ImageFields;
class PathField;
class SampleStrip;

/// Which folder of labelled images is opened, and how they are read.
class OpenDataDialog : public OptionsDialog {
    Q_OBJECT

 public:
    /// `start`: the images that are open.
    explicit OpenDataDialog(const DataRequest& start, ImageReaders read = {},
                            QWidget* parent = nullptr);

    DataRequest request() const;

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    void look();

    /// Fashion-MNIST as installed is no folder.
    const DataRequest m_start;
    PathField* m_folder;
    ImageFields* m_images;
    SampleStrip* m_samples;
};

}  // namespace secateur
