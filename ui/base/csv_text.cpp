#include "ui/base/csv_text.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/table.h"

namespace secateur {

QByteArray csvLine(const QStringList& fields) {
    QStringList quoted;
    for (const QString& field : fields) {
        quoted << QString::fromStdString(csvField(field.toStdString()));
    }
    return (quoted.join(',') + '\n').toUtf8();
}

QString csvNumber(double value) {
    return std::isnan(value) ? QString() : QString::fromStdString(fmt::format("{}", value));
}

}  // namespace secateur
