#include "ui/base/csv_text.h"

#include <fmt/format.h>

#include <cmath>

namespace secateur {

QByteArray csvLine(const QStringList& fields) {
    QStringList quoted;
    for (const QString& field : fields) {
        const bool special = field.contains(',') || field.contains('"') || field.contains('\n');
        quoted << (special ? '"' + QString(field).replace("\"", "\"\"") + '"' : field);
    }
    return (quoted.join(',') + '\n').toUtf8();
}

QString csvNumber(double value) {
    return std::isnan(value) ? QString() : QString::fromStdString(fmt::format("{}", value));
}

}  // namespace secateur
