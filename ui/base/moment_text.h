#pragma once

#include <QDateTime>
#include <QString>
#include <string>

namespace secateur {

/// Here and in the user's language, to the minute.
QString momentText(const QDateTime& moment);
/// A moment as studies keep it ("2026-11-26T14:02:43Z").
QString momentText(const std::string& created);

}  // namespace secateur
