#include "ui/shell/networks_panel.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <map>

#include "core/analysis/drop_text.h"
#include "core/report/speed_text.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

enum Column { kName, kTop1, kSize, kSparsity, kSpeed, kColumns };
constexpr int kIdRole = Qt::UserRole;
constexpr int kWidestInLetters = 72;  // beyond this it scrolls

QString factsOf(const Variant& variant, const StageRow* row) {
    QStringList lines{QString::fromStdString(variant.note)};
    if (row != nullptr) {
        lines << Text::tr("%1 of %2 %3 images right")
                     .arg(row->correct)
                     .arg(row->count)
                     .arg(QString::fromLatin1(enumName(row->split)));
        if (row->drop && !row->reference) {
            lines << Text::tr("drop %1 points").arg(QString::fromStdString(dropText(*row->drop)));
        }
    } else {
        lines << Text::tr("Not measured on test images yet (F5).");
    }
    lines << Text::tr("made %1").arg(QString::fromStdString(variant.created));
    return lines.join('\n');
}

void grey(QTreeWidgetItem& item, int column, const QPalette& palette) {
    item.setForeground(column, themeFor(palette).mutedText);
}

QString speedFacts(const SpeedRun& run, const std::vector<SpeedFigure>& figures) {
    QStringList lines;
    for (const SpeedFigure& figure : figures) {
        const QString text = QString::fromStdString(speedText(figure));
        lines << (figure.workers == 1
                      ? Text::tr("%1 images/s on 1 core").arg(text)
                      : Text::tr("%1 images/s on %2 cores").arg(text).arg(figure.workers));
    }
    lines << QString::fromStdString(speedNote(run));
    return lines.join('\n');
}

}  // namespace

NetworksPanel::NetworksPanel(QWidget* parent)
    : QWidget(parent), m_imageSets(new QComboBox(this)), m_tree(new QTreeWidget(this)) {
    m_imageSets->setObjectName("measuredOn");
    m_imageSets->setToolTip(
        tr("The images that every accuracy in this window and in reports is of; figures of other "
           "images are grey and not compared."));
    connect(m_imageSets, &QComboBox::activated, this,
            [this] { emit imageSetChosen(m_imageSets->currentData().toLongLong()); });
    setupTree();
    auto* form = new QFormLayout;
    form->addRow(tr("Measured &on:"), m_imageSets);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(form);
    layout->addWidget(m_tree);
}

void NetworksPanel::setupTree() {
    m_tree->setObjectName("networks");
    m_tree->setAccessibleName(tr("Networks of the study"));
    m_tree->setColumnCount(kColumns);
    m_tree->setHeaderLabels(
        {tr("Network"), tr("Top-1"), tr("Size"), tr("Sparsity"), tr("Images/s")});
    QTreeWidgetItem* header = m_tree->headerItem();
    header->setToolTip(kTop1, tr("Share of the images named above whose most likely class is the "
                                 "right one."));
    header->setToolTip(kSize, tr("Bytes of the network's file as it is stored."));
    header->setToolTip(kSparsity,
                       tr("Share of the convolution and linear weights that are exactly zero."));
    header->setToolTip(kSpeed,
                       tr("On all cores, of the last time that speeds were measured together (Run, "
                          "Measure speed)."));
    m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_tree->header()->setStretchLastSection(false);
    m_tree->setUniformRowHeights(true);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        if (item != nullptr) {
            emit chosen(item->data(kName, kIdRole).toLongLong());
        }
    });
}

void NetworksPanel::setSnapshot(std::shared_ptr<const StudySnapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    m_set = m_snapshot ? shownImageSet(*m_snapshot) : ImageSet();
    fillImageSets();
    rebuild();
}

void NetworksPanel::setCurrent(int64_t variant) {
    m_current = variant;
    rebuild();
}

void NetworksPanel::fillImageSets() {
    m_imageSets->clear();
    const std::vector<ImageSet> sets =
        m_snapshot ? imageSets(m_snapshot->rows) : std::vector<ImageSet>();
    for (const ImageSet& set : sets) {
        QString text =
            tr("%1, %2").arg(QString::fromLatin1(enumName(set.split)), countText(set.count));
        if (std::any_of(sets.begin(), sets.end(),
                        [&](const ImageSet& other) { return other.data != set.data; })) {
            text += tr(" of %1").arg(QString::fromStdString(set.data));
        }
        m_imageSets->addItem(text, qint64(set.images));
    }
    m_imageSets->setEnabled(!sets.empty());
    m_imageSets->setCurrentIndex(m_imageSets->findData(qint64(m_set.images)));
}

QTreeWidgetItem* NetworksPanel::itemOf(const Variant& variant) const {
    const StageRow* row = shownRow(m_snapshot->rows, variant.id, m_set.images);
    auto* item = new QTreeWidgetItem;
    item->setText(kName, QString::fromStdString(variant.name));
    item->setText(kSize, megabyteText(variant.sizeBytes));
    item->setText(kSparsity, percentText(variant.sparsity()));
    item->setData(kName, kIdRole, static_cast<qlonglong>(variant.id));
    for (int column = 0; column < kColumns; ++column) {
        item->setToolTip(column, factsOf(variant, row));
        if (column != kName) {
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    setTop1(*item, row);
    setSpeed(*item, variant);
    return item;
}

void NetworksPanel::setTop1(QTreeWidgetItem& item, const StageRow* row) const {
    if (row == nullptr) {
        item.setText(kTop1, QStringLiteral("–"));
        return;
    }
    const QString top1 = percentText(row->accuracy());
    if (row->images == m_set.images) {
        item.setText(kTop1, top1);
        return;
    }
    item.setText(kTop1, tr("%1 of %2").arg(top1, countText(row->count)));
    item.setToolTip(kTop1,
                    tr("Of %1 other images (%2), not to be compared with the rest.\n%3")
                        .arg(countText(row->count), QString::fromLatin1(enumName(row->split)),
                             item.toolTip(kTop1)));
    grey(item, kTop1, m_tree->palette());
}

void NetworksPanel::setSpeed(QTreeWidgetItem& item, const Variant& variant) const {
    const std::vector<SpeedFigure> figures =
        m_snapshot->speed ? m_snapshot->speed->of(variant.id) : std::vector<SpeedFigure>();
    if (figures.empty()) {
        item.setText(kSpeed, tr("not measured"));
        item.setToolTip(kSpeed, tr("Run, Measure speed lets the networks take turns."));
        grey(item, kSpeed, m_tree->palette());
        return;
    }
    item.setText(kSpeed, countText(std::llround(figures.back().median)));
    item.setToolTip(kSpeed, speedFacts(*m_snapshot->speed, figures));
}

void NetworksPanel::rebuild() {
    const QSignalBlocker quiet(m_tree);
    m_tree->clear();
    if (!m_snapshot) {
        return;
    }
    std::map<int64_t, QTreeWidgetItem*> items;
    for (const Variant& variant : m_snapshot->variants) {  // parents come before their children
        QTreeWidgetItem* item = itemOf(variant);
        items[variant.id] = item;
        const auto parent = variant.parent ? items.find(*variant.parent) : items.end();
        if (parent != items.end()) {
            parent->second->addChild(item);
        } else {
            m_tree->addTopLevelItem(item);
        }
    }
    m_tree->expandAll();
    if (const auto current = items.find(m_current); current != items.end()) {
        m_tree->setCurrentItem(current->second);
    }
    const int wanted = m_tree->header()->length() + 2 * m_tree->frameWidth();
    m_tree->setMinimumWidth(std::min(wanted, kWidestInLetters * fontMetrics().averageCharWidth()));
}

}  // namespace secateur
