#include "ui/sensitivity/plan_command.h"

#include <utility>

namespace secateur {

SetPlanCommand::SetPlanCommand(const QString& text, PlanOverrides before, PlanOverrides after,
                               Sink sink)
    : QUndoCommand(text),
      m_before(std::move(before)),
      m_after(std::move(after)),
      m_sink(std::move(sink)) {}

}  // namespace secateur
