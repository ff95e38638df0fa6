#include "ui/dialogs/timing_dialog.h"

#include <QListWidget>
#include <QVBoxLayout>

#include "ui/dialogs/number_field.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/work_time.h"

namespace secateur {

namespace {

constexpr double kUsualSeconds = 0.3;
constexpr double kMostSeconds = 60.0;
constexpr int kUsualBatch = 16;  // what caches like, about

}  // namespace

TimingDialog::TimingDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Time per layer"), tr("Measure"), parent),
      m_context(context),
      m_networks(new QListWidget) {
    setSubject(tr("Networks side by side, on one core"));
    setupNetworks();
    OptionsForm* form = addForm();
    m_turns.add(*form, {"rounds"});
    m_seconds = form->addNumber(
        {"curveSeconds", tr("&Seconds a batch size"),
         tr("How long every batch size runs, for images a second and latency over batch sizes; 0: "
            "these are not measured.")},
        0.0, kMostSeconds, 1, kUsualSeconds);
    refresh();
}

void TimingDialog::setupNetworks() {
    m_networks->setObjectName("timedNetworks");
    m_networks->setAccessibleName(tr("Networks to time"));
    m_networks->setToolTip(
        tr("Those that are checked are timed side by side: an INT8 network beside the FP32 network "
           "that it was made from says what INT8 gains, and where it does not."));
    for (const DialogContext::Network& network : m_context.networks) {
        auto* item = new QListWidgetItem(network.name, m_networks);
        item->setData(Qt::UserRole, static_cast<qlonglong>(network.id));
        item->setCheckState(network.related ? Qt::Checked : Qt::Unchecked);
    }
    m_networks->setCurrentRow(0);
    connect(m_networks, &QListWidget::itemChanged, this, &TimingDialog::refresh);
    body()->addWidget(m_networks);
}

std::vector<int64_t> TimingDialog::networks() const {
    std::vector<int64_t> networks;
    for (int i = 0; i < m_networks->count(); ++i) {
        if (m_networks->item(i)->checkState() == Qt::Checked) {
            networks.push_back(m_networks->item(i)->data(Qt::UserRole).toLongLong());
        }
    }
    return networks;
}

TimingOptions TimingDialog::options() const {
    return {m_turns.options().rounds, m_seconds->value()};
}

QString TimingDialog::problem() const {
    return networks().empty() ? tr("Check the networks to time.") : QString();
}

QString TimingDialog::summary() const {
    const auto count = static_cast<double>(networks().size());
    const auto points =
        static_cast<double>(curveBatches().size() * curveWorkers(m_context.cores).size());
    return tr("They take turns, step by step. On a machine that does something else meanwhile "
              "nothing is stored, and that is said.") +
           timeText(m_context, {.classified = count * options().rounds * kUsualBatch,
                                .seconds = count * points * options().curveSeconds});
}

}  // namespace secateur
