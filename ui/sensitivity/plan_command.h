#pragma once

#include <QUndoCommand>
#include <functional>
#include <map>
#include <string>

namespace secateur {

/// Ratios of a plan that were set by hand, by layer.
using PlanOverrides = std::map<std::string, double>;

/// One change of them, all before and all after it.
class SetPlanCommand : public QUndoCommand {
 public:
    using Sink = std::function<void(const PlanOverrides&)>;

    SetPlanCommand(const QString& text, PlanOverrides before, PlanOverrides after, Sink sink);

    void undo() override { m_sink(m_before); }
    void redo() override { m_sink(m_after); }

 private:
    const PlanOverrides m_before;
    const PlanOverrides m_after;
    const Sink m_sink;
};

}  // namespace secateur
