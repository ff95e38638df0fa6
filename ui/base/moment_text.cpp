#include "ui/base/moment_text.h"

#include <QDateTime>
#include <QLocale>

namespace secateur {

QString momentText(const std::string& created) {
    const QDateTime moment =
        QDateTime::fromString(QString::fromStdString(created), Qt::ISODate).toLocalTime();
    return QLocale().toString(moment, QLocale::ShortFormat);
}

}  // namespace secateur
