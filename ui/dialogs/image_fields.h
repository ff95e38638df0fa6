#pragma once

#include <QObject>

#include "core/data/image_folder.h"
#include "ui/dialogs/setting_fields.h"

namespace secateur {

class PathField;

/// Rows for how images are read (imageFolderSettings).
class ImageFields : public QObject {
    Q_OBJECT

 public:
    explicit ImageFields(OptionsForm& form);

    void show(const ImageFolderOptions& options);
    ImageFolderOptions options() const;
    /// What pixels are normalised with unless numbers are typed; empty: not known.
    void showConstants(const Normalisation& constants);
    /// Whether sizes and the order of classes can be chosen: of folders of images only.
    void setOfFolder(bool folder);
    /// What is wrong; empty if nothing is.
    QString problem() const;

 private:
    OptionsForm& m_form;
    SettingFields<ImageFolderOptions> m_fields{imageFolderSettings(), {}};
    PathField* m_classes;
    bool m_ofFolder = true;
};

}  // namespace secateur
