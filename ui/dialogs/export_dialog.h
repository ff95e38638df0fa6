#pragma once

#include <QSize>

#include "ui/dialogs/options_dialog.h"

class QCheckBox;
class QComboBox;
class QListWidget;
class QSpinBox;

namespace secateur {

class NumberField;
class PathField;

/// A drawing that can be exported, as the list shows it.
struct ExportChoice {
    QString name;  ///< Exportable::exportName()
    QString title;
    bool drawn = true;   ///< whether there is anything on it
    bool ticked = true;  ///< at first, if it is drawn
};

struct ExportRequest {
    QStringList names;       ///< of the drawings
    QString folder;          ///< exists
    QStringList extensions;  ///< of "png", "svg", "pdf", "csv"
    QSize size;              ///< in device-independent pixels; width 0: each drawing's own; height
                             ///< 0: as its own proportion has it
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
    QWidget* makeList();
    void tickAll(bool ticked);
    void showAll();
    void setupFormats(OptionsForm& form);
    QStringList files() const;
    /// The preset's into the fields.
    void takeSize();

    QListWidget* m_drawings;
    QCheckBox* m_all;
    PathField* m_folder;
    std::vector<std::pair<QString, QCheckBox*>> m_formats;
    QComboBox* m_size;
    NumberField* m_width;
    NumberField* m_height;
    QSpinBox* m_resolution;
};

}  // namespace secateur
