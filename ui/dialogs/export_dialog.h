#pragma once

#include <QSize>

#include "ui/dialogs/options_dialog.h"

class QCheckBox;
class QComboBox;
class QListWidget;
class QSpinBox;

namespace secateur {

class PathField;

/// A drawing that can be exported, as the list shows it.
struct ExportChoice {
    QString name;  ///< Exportable::exportName()
    QString title;
    bool drawn = true;  ///< whether there is anything on it
};

struct ExportRequest {
    QStringList names;       ///< of the drawings
    QString folder;          ///< exists
    QStringList extensions;  ///< of "png", "svg", "pdf", "csv"
    QSize size;              ///< in device-independent pixels; empty: each drawing's own
    double scale = 1.0;      ///< pixels of a PNG a device-independent pixel
};

/// Which drawings to write where, in which formats.
class ExportDialog : public OptionsDialog {
    Q_OBJECT

 public:
    ExportDialog(const std::vector<ExportChoice>& drawings, const QString& folder,
                 QWidget* parent = nullptr);

    ExportRequest options() const;

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    void setupDrawings(const std::vector<ExportChoice>& drawings);
    void setupFormats(OptionsForm& form);
    QStringList files() const;

    QListWidget* m_drawings;
    PathField* m_folder;
    std::vector<std::pair<QString, QCheckBox*>> m_formats;
    QCheckBox* m_ownSize;
    QSpinBox* m_width;
    QSpinBox* m_height;
    QComboBox* m_scale;
};

}  // namespace secateur
