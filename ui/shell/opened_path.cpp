#include "ui/shell/opened_path.h"

#include <QFile>

#include "core/base/error.h"
#include "ui/base/translation.h"

namespace secateur {

PathKind pathKind(const QString& path) {
    try {
        return pathKind(QFile::encodeName(path).toStdString());
    } catch (const Error&) {
        return PathKind::Unknown;
    }
}

QString whyNotOpened(const QString& path) {
    switch (pathKind(path)) {
        case PathKind::Missing:
            return Text::tr("There is no %1.").arg(path);
        case PathKind::Unknown:
            return Text::tr(
                       "%1 is none of what Secateur opens: a study (*.secateur), a network "
                       "(ONNX, PyTorch's .pth or .pt, or .safetensors), or a folder of images.")
                .arg(path);
        default:
            return {};
    }
}

}  // namespace secateur
