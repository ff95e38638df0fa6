#include "ui/base/core_text.h"

#include <QStringList>

namespace secateur {

namespace {

QString numbered(const std::string& text) {
    const size_t space = text.rfind(' ');
    const bool number = space != std::string::npos &&
                        text.find_first_not_of("0123456789./", space + 1) == std::string::npos;
    return number ? coreText(text.substr(0, space)) + QString::fromStdString(text.substr(space))
                  : coreText(text);
}

}  // namespace

QString coreList(const std::string& texts) {
    QStringList list;
    for (const QString& text : QString::fromStdString(texts).split(", ")) {
        list << numbered(text.toStdString());
    }
    return list.join(", ");
}

}  // namespace secateur
