#include "ui/dialogs/image_fields.h"

#include <QFileInfo>
#include <QLineEdit>
#include <QSpinBox>

#include "core/base/error.h"
#include "core/data/normalisation.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"

namespace secateur {

namespace {

/// Why the constants are of no kind of images; empty if they are of one.
QString constantsProblem(const ImageFolderOptions& options) {
    QString problem;
    for (const int64_t channels : {1, 3}) {
        try {
            givenNormalisation(options, channels);
            return {};
        } catch (const Error& error) {
            problem = QString::fromStdString(error.what());
        }
    }
    return problem;
}

}  // namespace

ImageFields::ImageFields(OptionsForm& form)
    : QObject(&form),
      m_form(form),
      m_classes(new PathField(PathField::Kind::ExistingFile, tr("The order of the classes"),
                              tr("Texts (*.txt *.names);;All files (*)"))) {
    m_fields.add(form, {"resize", "crop", "exif_rotation", "reduced_decoding", "normalisation",
                        "mean", "std"});
    for (const char* key : {"resize", "crop"}) {
        auto* side = static_cast<QSpinBox*>(m_fields.widget(key));
        side->setSpecialValueText(tr("as it is"));
        side->setSuffix(tr(" pixels"));
    }
    showConstants({});
    const SettingText& text = imageFolderSettings().at("classes").text;
    form.addField({"classes", settingText(text.label), settingText(text.help)}, m_classes);
    m_classes->setNames(QStringLiteral("classes"), tr("The file with the order of the classes"));
    connect(m_classes, &PathField::changed, &form, &OptionsForm::changed);
}

void ImageFields::show(const ImageFolderOptions& options) {
    m_fields.show(options);
    m_classes->setPath(QString::fromStdString(options.classes));
}

ImageFolderOptions ImageFields::options() const {
    ImageFolderOptions options = m_fields.options();
    options.classes = m_classes->path().toStdString();
    if (!m_ofFolder) {
        options.resize = options.crop = 0;
        options.exifRotation = options.reducedDecoding = false;
        options.classes.clear();
    }
    return options;
}

void ImageFields::showConstants(const Normalisation& constants) {
    const auto show = [this](const char* key, const std::vector<double>& numbers,
                             const QString& example) {
        QStringList texts;
        for (const double number : numbers) {
            texts << QString::number(number, 'f', 4);
        }
        static_cast<QLineEdit*>(m_fields.widget(key))
            ->setPlaceholderText(texts.isEmpty() ? tr("by name; else as %1").arg(example)
                                                 : texts.join(QStringLiteral(", ")));
    };
    show("mean", constants.mean, QStringLiteral("0.485, 0.456, 0.406"));
    show("std", constants.std, QStringLiteral("0.229, 0.224, 0.225"));
}

void ImageFields::setOfFolder(bool folder) {
    m_ofFolder = folder;
    for (const char* key : {"resize", "crop", "exif_rotation", "reduced_decoding"}) {
        m_form.setShown(m_fields.widget(key), folder);
    }
    m_form.setShown(m_classes, folder);
}

QString ImageFields::problem() const {
    const ImageFolderOptions chosen = options();
    if (chosen.resize > 0 && chosen.crop > chosen.resize) {
        return tr("A crop of %1 pixels does not fit into images resized to %2.")
            .arg(chosen.crop)
            .arg(chosen.resize);
    }
    const QString classes = QString::fromStdString(chosen.classes);
    if (!classes.isEmpty() && !QFileInfo(classes).isFile()) {
        return tr("There is no file %1.").arg(classes);
    }
    return constantsProblem(chosen);
}

}  // namespace secateur
