#include "ui/ranking/ranking_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/report/ranking_tables.h"
#include "ui/base/core_text.h"
#include "ui/base/moment_text.h"
#include "ui/base/number_text.h"
#include "ui/base/translation.h"
#include "ui/base/widgets.h"
#include "ui/models/bar_chart.h"
#include "ui/models/figure_view.h"
#include "ui/ranking/ranking_bars.h"

namespace secateur {

namespace {

QString choiceText(const StoredRanking& ranking) {
    return Text::tr("%1, %2 networks, %3")
        .arg(QString::fromStdString(ranking.data))
        .arg(ranking.networks.size())
        .arg(momentText(ranking.created));
}

QString factsText(const StoredRanking& ranking) {
    const RankingOptions& o = ranking.options;
    const QString testImages = o.testImages > 0 ? countText(o.testImages) : Text::tr("all");
    QString text =
        o.heldOutImages > 0
            ? Text::tr(
                  "Largest cuts that lose at most %1 points on at most %2 held-out images, in "
                  "steps of %3 %, then measured on %4 test images")
                  .arg(QString::number(o.tolerance), countText(o.heldOutImages),
                       QString::number(100 * o.step), testImages)
            : Text::tr(
                  "Largest cuts that lose at most %1 points on %2 test images, in steps of %3 %")
                  .arg(QString::number(o.tolerance), testImages, QString::number(100 * o.step));
    if (o.recalibrationImages > 0) {
        text += Text::tr("; recalibrated on %1 images").arg(countText(o.recalibrationImages));
    }
    if (o.curveImages > 0) {
        text += Text::tr("; widths planned by curves of at most %1 held-out images")
                    .arg(countText(o.curveImages));
    }
    if (o.finetuneImages > 0) {
        text += Text::tr("; again after %1 epoch(s) of fine-tuning on %2 images")
                    .arg(o.finetuneEpochs)
                    .arg(countText(o.finetuneImages));
    }
    return text + Text::tr(". Speeds with %1 workers on %2.")
                      .arg(o.workers)
                      .arg(QString::fromStdString(ranking.processor));
}

}  // namespace

RankingPage::RankingPage(QWidget* parent)
    : QWidget(parent),
      m_choice(new QComboBox),
      m_facts(new QLabel),
      m_table(new FigureView("networkTable", rankingTable({}))),
      m_chart(new BarChart("networks", tr("What each network bears, criterion by criterion"))),
      m_stack(new QStackedWidget) {
    setObjectName("rankingPage");
    m_stack->addWidget(setupEmpty());
    m_stack->addWidget(setupContent());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &RankingPage::showChosen);
}

QPushButton* RankingPage::compareButton(const char* name) {
    auto* button = new QPushButton(tr("Compare &networks…"));
    button->setObjectName(name);
    button->setToolTip(tr("Choose files of networks and measure what each of them bears."));
    connect(button, &QPushButton::clicked, this, &RankingPage::compareRequested);
    return button;
}

QWidget* RankingPage::setupEmpty() {
    auto* text = messageLabel(
        "rankingMessage",
        tr("No networks have been compared in this study.\nA ranking measures for each how much "
           "can be pruned and what INT8 costs, and ranks them."));
    return messagePage(text, compareButton("compareFirst"));
}

QWidget* RankingPage::setupContent() {
    m_choice->setObjectName("rankingChoice");
    m_choice->setAccessibleName(tr("Ranking"));
    m_facts->setObjectName("rankingFacts");
    m_facts->setWordWrap(true);
    m_table->sortByColumn(m_table->figures().columnOf("place"), Qt::AscendingOrder);
    m_table->horizontalHeader()->setMaximumSectionSize(60 * fontMetrics().averageCharWidth());
    // What the page is for stands beside the names, whatever the width.
    m_table->horizontalHeader()->moveSection(m_table->figures().columnOf("place"), 1);
    m_table->horizontalHeader()->moveSection(m_table->figures().columnOf("claimed"), 2);

    auto* top = new QHBoxLayout;
    top->addWidget(m_choice);
    top->addStretch(1);
    top->addWidget(compareButton("compareMore"));
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->addLayout(top);
    layout->addWidget(m_facts);
    layout->addWidget(splitterOf("rankingSplitter", Qt::Vertical, {m_table, m_chart}, {0, 1}), 1);
    return page;
}

std::vector<Exportable*> RankingPage::exportables() {
    return {m_chart};
}

const StoredRanking* RankingPage::chosen() const {
    if (m_snapshot) {
        for (const StoredRanking& ranking : m_snapshot->rankings) {
            if (ranking.id == m_choice->currentData().toLongLong()) {
                return &ranking;
            }
        }
    }
    return nullptr;
}

void RankingPage::setSnapshot(std::shared_ptr<const StudySnapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    fillChoices();
    showChosen();
}

void RankingPage::fillChoices() {
    const QSignalBlocker quiet(m_choice);
    const bool isLast = m_choice->currentIndex() == m_choice->count() - 1;
    const QVariant before = m_choice->currentData();
    m_choice->clear();
    if (m_snapshot) {
        for (const StoredRanking& ranking : m_snapshot->rankings) {
            m_choice->addItem(choiceText(ranking), static_cast<qlonglong>(ranking.id));
        }
    }
    // Who looks at the newest sees the next one come.
    const int kept = m_choice->findData(before);
    m_choice->setCurrentIndex(kept < 0 || isLast ? m_choice->count() - 1 : kept);
}

void RankingPage::showChosen() {
    const StoredRanking* ranking = chosen();
    m_table->setTable(rankingTable(ranking ? *ranking : StoredRanking(), inWindowLanguage));
    m_chart->setBars(ranking ? rankingBars(*ranking) : Bars());
    m_facts->setText(ranking != nullptr ? factsText(*ranking) : QString());
    m_stack->setCurrentIndex(ranking != nullptr ? 1 : 0);
}

}  // namespace secateur
