#pragma once

#include <QDialog>
#include <array>
#include <vector>

#include "ui/base/number_text.h"
#include "ui/dialogs/dialog_context.h"

class QBoxLayout;
class QDialogButtonBox;
class QPushButton;
class QVBoxLayout;

namespace secateur {

class FeedbackLine;
class FittingScrollArea;
class OptionsForm;

/// The frame of every small dialog of settings: what it acts on, the form, the feedback line, and
/// a button with the verb that is enabled while nothing is wrong. Open it with open() or exec().
class OptionsDialog : public QDialog {
    Q_OBJECT

 protected:
    OptionsDialog(const QString& title, const QString& verb, QWidget* parent);

    void setSubject(const QString& subject);
    /// A column of rows, in a box with a heading where there is a title.
    OptionsForm* addForm(const QString& title = {});
    /// Such boxes beside each other.
    template <class... Titles>
    std::array<OptionsForm*, sizeof...(Titles)> addForms(const Titles&... titles) {
        QBoxLayout* boxes = addRow();
        return {addBox(boxes, titles)...};
    }
    QVBoxLayout* body() { return m_body; }
    /// What is put into it stands beside each other where the screen has the room.
    QBoxLayout* addRow();

    /// What is wrong, as a sentence that names it; empty if nothing is.
    virtual QString problem() const = 0;
    /// What it will come to, shown while nothing is wrong.
    virtual QString summary() const = 0;
    /// To be called at the end of the constructor; changes of the forms call it by themselves.
    void refresh();

    void showEvent(QShowEvent* event) override;
    bool event(QEvent* event) override;

 private:
    void fitRows();
    OptionsForm* addBox(QBoxLayout* into, const QString& title);

    QVBoxLayout* m_body;
    FittingScrollArea* m_scroll;
    std::vector<QBoxLayout*> m_rows;
    FeedbackLine* m_feedback;
    QDialogButtonBox* m_buttons;
    QPushButton* m_accept;
};

/// "NETWORK on DATA".
QString subjectOf(const DialogContext& context);
/// The problem that an INT8 network is for everything but evaluation.
QString quantizedProblem(const DialogContext& context);

}  // namespace secateur
