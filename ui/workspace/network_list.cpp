#include "ui/workspace/network_list.h"

#include <algorithm>
#include <functional>
#include <memory>

#include "core/study/variant_edits.h"
#include "ui/workspace/network_command.h"
#include "ui/workspace/workspace.h"

namespace secateur {

NetworkList::NetworkList(Workspace& workspace) : m_workspace(workspace) {
    connect(&workspace, &Workspace::studyOpened, this, &NetworkList::forgetStudy);
}

void NetworkList::forgetStudy() {
    m_excluded.clear();
    m_reference = 0;
    emit choiceChanged();
}

void NetworkList::setExcluded(const std::set<int64_t>& excluded) {
    if (excluded != m_excluded) {
        m_excluded = excluded;
        emit choiceChanged();
    }
}

void NetworkList::setReference(int64_t variant) {
    if (variant != m_reference) {
        m_reference = variant;
        emit choiceChanged();
    }
}

/// Does it on the I/O lane and reads the study again; one that fails is shown with the other jobs.
template <class Edit>
std::function<void()> NetworkList::editing(const QString& title, Edit edit) {
    return [this, title, edit, study = m_workspace.study()] {
        m_workspace.jobs().submit(
            {title, JobLane::Io, {}, true}, [study, edit](const RunContext&) { edit(*study); },
            this, [this] { m_workspace.refresh(); });
    };
}

void NetworkList::push(QUndoCommand* command) {
    m_workspace.undoStack().push(command);
}

void NetworkList::rename(int64_t variant, const QString& name) {
    const auto snapshot = m_workspace.snapshot();
    const Variant* now = snapshot ? snapshot->variant(variant) : nullptr;
    const std::string wanted = name.trimmed().toStdString();
    if (now == nullptr || wanted.empty() || wanted == now->name) {
        return;
    }
    const auto to = [&](const std::string& text) {
        return editing(tr("Rename %1").arg(QString::fromStdString(now->name)),
                       [variant, text](Study& study) { renameVariant(study, variant, text); });
    };
    const bool taken = std::any_of(snapshot->variants.begin(), snapshot->variants.end(),
                                   [&](const Variant& other) { return other.name == wanted; });
    if (taken) {
        emit m_workspace.notice(
            tr("Another network is called %1 already.").arg(QString::fromStdString(wanted)));
        return;
    }
    push(new NetworkCommand(tr("Rename network"), to(wanted), to(now->name)));
}

void NetworkList::setNote(int64_t variant, const QString& note) {
    const auto snapshot = m_workspace.snapshot();
    const Variant* now = snapshot ? snapshot->variant(variant) : nullptr;
    if (now == nullptr) {
        return;
    }
    const std::string before = now->note.substr(0, now->note.find('\n'));
    const std::string wanted = note.simplified().toStdString();
    const auto to = [&](const std::string& text) {
        return editing(tr("Note"),
                       [variant, text](Study& study) { setVariantNote(study, variant, text); });
    };
    if (wanted != before) {
        push(new NetworkCommand(tr("Change note"), to(wanted), to(before)));
    }
}

std::vector<int64_t> NetworkList::withChildren(int64_t variant) const {
    std::vector<int64_t> all{variant};
    if (const auto snapshot = m_workspace.snapshot()) {
        for (const Variant& v : snapshot->variants) {  // a parent comes before its children
            if (v.parent && std::find(all.begin(), all.end(), *v.parent) != all.end()) {
                all.push_back(v.id);
            }
        }
    }
    return all;
}

void NetworkList::remove(int64_t variant) {
    const auto snapshot = m_workspace.snapshot();
    const Variant* gone = snapshot ? snapshot->variant(variant) : nullptr;
    if (gone == nullptr) {
        return;
    }
    const std::vector<int64_t> all = withChildren(variant);
    if (all.size() == snapshot->variants.size()) {
        emit m_workspace.notice(tr("A study keeps at least one network."));
        return;
    }
    if (std::find(all.begin(), all.end(), m_workspace.variant()) != all.end()) {
        const auto left = std::find_if(
            snapshot->variants.begin(), snapshot->variants.end(), [&](const Variant& v) {
                return gone->parent ? v.id == *gone->parent
                                    : std::find(all.begin(), all.end(), v.id) == all.end();
            });
        m_workspace.setVariant(left->id);  // first: it empties the stack of changes
    }
    const QString name = QString::fromStdString(gone->name);
    push(new NetworkCommand(
        tr("Delete %1").arg(name),
        editing(tr("Delete %1").arg(name),
                [variant](Study& study) { removeVariants(study, variant); }),
        editing(tr("Restore %1").arg(name), [all](Study& study) { restoreVariants(study, all); })));
    const auto others = static_cast<int>(all.size()) - 1;
    emit m_workspace.notice(
        others == 0 ? tr("%1 is deleted. Ctrl+Z, or Restore in the menu of the networks, brings it "
                         "back.")
                          .arg(name)
                    : tr("%1 and %2 made from it are deleted. Ctrl+Z, or Restore in the menu of "
                         "the networks, brings them back.")
                          .arg(name)
                          .arg(others));
}

void NetworkList::restoreAll() {
    if (m_workspace.study()) {
        editing(tr("Restore networks"), [](Study& study) {
            std::vector<int64_t> ids;
            for (const Variant& v : removedVariants(study)) {
                ids.push_back(v.id);
            }
            restoreVariants(study, ids);
        })();
    }
}

int NetworkList::removedCount() const {
    const auto snapshot = m_workspace.snapshot();
    return !snapshot ? 0
                     : static_cast<int>(std::count_if(
                           snapshot->settings.begin(), snapshot->settings.end(),
                           [](const auto& one) { return one.first.starts_with(kRemovedPrefix); }));
}

}  // namespace secateur
