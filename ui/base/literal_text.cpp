#include "ui/base/literal_text.h"

#include "core/base/text.h"

namespace secateur {

QString literally(const QString& name) {
    QString text = QString::fromStdString(printable(name.toStdString())).simplified();
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

}  // namespace secateur
