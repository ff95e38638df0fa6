#pragma once

#include <QObject>
#include <cstdint>
#include <functional>
#include <set>
#include <vector>

class QUndoCommand;

namespace secateur {

class Workspace;

/// What the user says of the networks of the open study: which are compared and with which one, how
/// they are called, what is noted, which are gone. Changes of the study can be taken back
/// (Workspace::undoStack). GUI thread.
class NetworkList : public QObject {
    Q_OBJECT

 public:
    explicit NetworkList(Workspace& workspace);

    /// All are compared but these.
    const std::set<int64_t>& excluded() const { return m_excluded; }
    /// That drops are counted against; 0: the root of the family.
    int64_t reference() const { return m_reference; }
    void setExcluded(const std::set<int64_t>& excluded);
    void setReference(int64_t variant);

    void rename(int64_t variant, const QString& name);
    /// One line.
    void setNote(int64_t variant, const QString& note);
    /// With all that were made of it (withChildren).
    void remove(int64_t variant);
    /// All that were removed from the study, ever.
    void restoreAll();
    /// It, and all in the study that came from it.
    std::vector<int64_t> withChildren(int64_t variant) const;
    int removedCount() const;

 signals:
    void choiceChanged();

 private:
    void forgetStudy();
    void push(QUndoCommand* command);
    template <class Edit>
    std::function<void()> editing(const QString& title, Edit edit);

    Workspace& m_workspace;
    std::set<int64_t> m_excluded;
    int64_t m_reference = 0;
};

}  // namespace secateur
