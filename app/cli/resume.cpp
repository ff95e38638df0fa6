#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/base/figure_text.h"
#include "core/base/text.h"
#include "core/report/image_set.h"
#include "core/report/study_snapshot.h"
#include "core/stages/perform_order.h"
#include "core/study/settings.h"

namespace secateur::cli {

namespace {

struct ResumeArguments {};

/// "pruned: 93.10 % of 10000 test images", "16 points".
std::string resultText(const Performed& done) {
    if (done.points > 0) {
        return fmt::format("{} points", done.points);
    }
    std::string text = done.variant ? done.variant->name : "done";
    if (done.measured) {
        text +=
            fmt::format(": {} of {} test images", text::percent(done.measured->result.accuracy()),
                        done.measured->result.count());
    }
    return text;
}

/// One that fails is kept: it can be tried again.
void resume(Session& session, const ResumeArguments&) {
    requireStudy(session);
    Study& study = openStudy(session);
    const std::map<std::string, std::string> settings = listSettings(study);
    const std::map<std::string, WorkOrder> orders = keptOrders(settings);
    session.output["stages"] = nlohmann::ordered_json::array();
    if (orders.empty()) {
        session.print("no stage was interrupted, and none waits");
        return;
    }
    const ImageData data = openData(session);
    const StageContext stage = stageOf(session, data);
    OrderSubject subject;
    subject.seed = session.common.seed;
    for (const auto& [key, order] : orders) {
        const std::string title = printableLine(order.title);
        nlohmann::ordered_json row{{"title", order.title}, {"stage", order.stage}};
        try {
            subject.variant = requireVariant(study, order.variant).id;
            subject.shown = shownTestImages(*readSnapshot(study), data);
            session.context.say(title);
            const Performed done = performOrder(stage, subject, stageOrderOf(order));
            removeSetting(study, key);
            session.print(title + ": " + resultText(done));
            row["result"] = resultText(done);
        } catch (const Error& error) {
            session.exitStatus = 1;
            session.context.say(fmt::format("{} cannot be resumed: {}", title, error.what()));
            row["error"] = error.what();
        }
        session.output["stages"].push_back(std::move(row));
    }
}

}  // namespace

void addResume(Commands& commands) {
    const auto [command, a] = commands.add<ResumeArguments>(
        "resume",
        "perform the stages that a study keeps: those that the window was closed, killed or sent "
        "elsewhere with",
        resume);
    addDataOptions(*command, commands.common);
    addDeviceOption(*command, commands.common);
}

}  // namespace secateur::cli
