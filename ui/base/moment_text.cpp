#include "ui/base/moment_text.h"

#include <QLocale>

#include "ui/base/translation.h"

namespace secateur {

QString momentText(const QDateTime& moment) {
    return QLocale().toString(moment.toLocalTime(), Text::tr("d MMM yyyy, HH:mm"));
}

QString momentText(const std::string& created) {
    return momentText(QDateTime::fromString(QString::fromStdString(created), Qt::ISODate));
}

}  // namespace secateur
