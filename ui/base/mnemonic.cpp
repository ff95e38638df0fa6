#include "ui/base/mnemonic.h"

#include <QRegularExpression>

namespace secateur {

QString withoutMnemonic(QString label) {
    static const QRegularExpression appended(QStringLiteral("\\(&\\w\\)"));
    return label.remove(appended).remove(QLatin1Char('&'));
}

}  // namespace secateur
