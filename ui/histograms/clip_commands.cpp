#include "ui/histograms/clip_commands.h"

#include <utility>

#include "ui/base/translation.h"
#include "ui/histograms/range_subject.h"
#include "ui/models/range_text.h"

namespace secateur {

namespace {

constexpr int kCommandId = 0x636C6970;  // "clip": any number that no other command has

}  // namespace

SetClipCommand::SetClipCommand(Change change, ClipSink sink)
    : m_change(std::move(change)), m_sink(std::move(sink)) {
    updateText();
}

int SetClipCommand::id() const {
    return m_change.gesture == 0 ? -1 : kCommandId;
}

bool SetClipCommand::mergeWith(const QUndoCommand* other) {
    const auto& next = static_cast<const SetClipCommand*>(other)->m_change;
    if (next.gesture != m_change.gesture || next.layer != m_change.layer ||
        next.target != m_change.target) {
        return false;
    }
    m_change.after = next.after;
    setObsolete(m_change.after == m_change.before);
    updateText();
    return true;
}

void SetClipCommand::updateText() {
    const QString what =
        QString("%1 %2").arg(QString::fromStdString(m_change.layer), targetName(m_change.target));
    setText(m_change.after ? Text::tr("clip %1 to %2").arg(what, rangeText(*m_change.after))
                           : Text::tr("set %1 back to automatic").arg(what));
}

}  // namespace secateur
