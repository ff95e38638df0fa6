#pragma once

#include <QUndoCommand>
#include <functional>
#include <optional>
#include <string>

#include "core/study/clips.h"

namespace secateur {

/// Stores a range chosen by hand, or takes it back (nullopt: PTQ chooses).
using ClipSink = std::function<void(const std::string& layer, ClipTarget target,
                                    const std::optional<ClipRange>& range)>;

/// One change of the range chosen for a layer. Two changes of one gesture (a handle moved step by
/// step with the keyboard) become one.
class SetClipCommand : public QUndoCommand {
 public:
    struct Change {
        std::string layer;
        ClipTarget target = ClipTarget::Activations;
        std::optional<ClipRange> before;
        std::optional<ClipRange> after;
        int gesture = 0;  ///< 0: never merged
    };

    SetClipCommand(Change change, ClipSink sink);

    void undo() override { m_sink(m_change.layer, m_change.target, m_change.before); }
    void redo() override { m_sink(m_change.layer, m_change.target, m_change.after); }
    int id() const override;
    bool mergeWith(const QUndoCommand* other) override;

 private:
    void updateText();

    Change m_change;
    ClipSink m_sink;
};

}  // namespace secateur
