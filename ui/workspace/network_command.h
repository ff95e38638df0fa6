#pragma once

#include <QUndoCommand>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace secateur {

/// A change of what a study says of its networks that can be taken back.
class NetworkCommand : public QUndoCommand {
 public:
    using Act = std::function<void()>;
    NetworkCommand(const QString& text, Act redo, Act undo)
        : QUndoCommand(text), m_redo(std::move(redo)), m_undo(std::move(undo)) {}

    void redo() override { m_redo(); }
    void undo() override { m_undo(); }

 private:
    Act m_redo;
    Act m_undo;
};

}  // namespace secateur
