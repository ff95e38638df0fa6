#include "ui/shell/networks_panel.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QLocale>
#include <QScreen>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <map>

#include "core/analysis/drop_text.h"
#include "core/report/speed_text.h"
#include "ui/base/core_text.h"
#include "ui/base/frozen_column.h"
#include "ui/base/moment_text.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/translation.h"
#include "ui/compare/compare_style.h"
#include "ui/models/speed_note.h"

namespace secateur {

namespace {

enum Column { kName, kTop1, kSize, kSparsity, kSpeed, kDrop, kMacs, kParameters, kColumns };
constexpr int kIdRole = Qt::UserRole;
constexpr int kLeastTop1 = 10;   // letters, of a share of images
constexpr int kUsualWidth = 44;  // letters, of the panel
constexpr int kWidestName = 30;  // letters; a longer one is cut, and in the tool tip

QString factsOf(const Variant& variant, const StageRow* row) {
    QStringList lines{QString::fromStdString(variant.note)};
    if (row != nullptr) {
        lines << Text::tr("%1 of %2 %3 images right")
                     .arg(row->correct)
                     .arg(row->count)
                     .arg(shownName(row->split));
        if (row->drop && !row->reference) {
            lines << Text::tr("drop %1 points").arg(QString::fromStdString(dropText(*row->drop)));
        }
    } else {
        lines << Text::tr("Not measured on test images yet (F5).");
    }
    lines << Text::tr("made %1").arg(momentText(variant.created));
    return lines.join('\n');
}

std::vector<int64_t> idsOf(const StudySnapshot* snapshot) {
    std::vector<int64_t> ids;
    if (snapshot != nullptr) {
        for (const Variant& variant : snapshot->variants) {
            ids.push_back(variant.id);
            ids.push_back(variant.parent.value_or(0));
        }
    }
    return ids;
}

QString millionsText(int64_t count) {
    return QLocale().toString(static_cast<double>(count) / 1e6, 'f', 1) + Text::tr(" M");
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
    lines << speedNoteText(run);
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
    m_tree->setUniformRowHeights(true);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);  // editName() does
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setIndentation(2 * fontMetrics().averageCharWidth());
    setupHeader();
    new FrozenColumn<QTreeView>(*m_tree);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        if (item != nullptr) {
            emit chosen(item->data(kName, kIdRole).toLongLong());
        }
    });
    connect(m_tree, &QTreeWidget::itemChanged, this, &NetworksPanel::onItemChanged);
}

void NetworksPanel::setupHeader() {
    m_tree->setHeaderLabels({tr("Network"), tr("Top-1"), tr("Size"), tr("Sparsity"), tr("Images/s"),
                             tr("Drop"), tr("MACs"), tr("Parameters")});
    QTreeWidgetItem* header = m_tree->headerItem();
    header->setToolTip(kTop1, tr("Share of the images named above whose most likely class is the "
                                 "right one."));
    header->setToolTip(kSize,
                       tr("Of the network's file as it is stored, in the unit of Preferences. "
                          "1 MB is a million bytes, 1 MiB is 1,048,576."));
    header->setToolTip(kSparsity,
                       tr("Share of the convolution and linear weights that are exactly zero."));
    header->setToolTip(kSpeed,
                       tr("On all cores, of the last time that speeds were measured together (Run, "
                          "Measure speed)."));
    header->setToolTip(kName, tr("Each below the one that it was made from. Ticked ones are "
                                 "compared; the one in bold is the reference."));
    header->setToolTip(kDrop, tr("How much less often it is right than the root of its family, on "
                                 "the same images, in percentage points; the interval (95 %) is in "
                                 "the tool tip."));
    header->setToolTip(kMacs, tr("Multiply-adds for one of the open images, in millions."));
    header->setToolTip(kParameters, tr("All numbers that the network holds."));
    m_tree->header()->setStretchLastSection(false);
    int place = 1;
    for (const Column column : {kTop1, kDrop, kSize, kMacs, kSparsity, kParameters, kSpeed}) {
        m_tree->header()->moveSection(m_tree->header()->visualIndex(column), place++);
    }
}

/// A name in its place of the family, and a top-1; large letters leave the pages their room.
QSize NetworksPanel::sizeHint() const {
    const int wished = kUsualWidth * fontMetrics().averageCharWidth();
    return {std::min(wished, screen()->availableGeometry().width() / 4),
            QWidget::sizeHint().height()};
}

/// What is measured changes rows, what is made the tree: a name that is being typed stays open.
void NetworksPanel::setSnapshot(std::shared_ptr<const StudySnapshot> snapshot) {
    const std::vector<int64_t> before = idsOf(m_snapshot.get());
    m_snapshot = std::move(snapshot);
    m_set = m_snapshot ? shownImageSet(*m_snapshot) : ImageSet();
    fillImageSets();
    if (m_snapshot && before == idsOf(m_snapshot.get())) {
        showRows();
    } else {
        rebuild();
    }
}

void NetworksPanel::setCurrent(int64_t variant) {
    m_current = variant;
    const QSignalBlocker quiet(m_tree);
    if (const auto item = m_items.find(variant); item != m_items.end()) {
        m_tree->setCurrentItem(item->second);
    }
}

void NetworksPanel::setMacs(const std::map<int64_t, int64_t>& macs) {
    m_macs = macs;
    showRows();
}

void NetworksPanel::setChoice(const std::set<int64_t>& excluded, int64_t reference) {
    m_excluded = excluded;
    m_reference = reference;
    showRows();
}

void NetworksPanel::editName() {
    if (QTreeWidgetItem* item = m_tree->currentItem()) {
        m_tree->editItem(item, kName);
    }
}

/// A box was ticked, or a name was typed.
void NetworksPanel::onItemChanged(QTreeWidgetItem* item) {
    const int64_t id = item->data(kName, kIdRole).toLongLong();
    std::set<int64_t> excluded = m_excluded;
    if (item->checkState(kName) == Qt::Checked) {
        excluded.erase(id);
    } else {
        excluded.insert(id);
    }
    if (excluded != m_excluded) {
        m_excluded = excluded;
        emit excludedChanged(m_excluded);
    }
    const Variant* variant = m_snapshot ? m_snapshot->variant(id) : nullptr;
    const QString typed = item->text(kName);
    if (variant != nullptr && typed != QString::fromStdString(variant->name)) {
        const QSignalBlocker quiet(m_tree);
        item->setText(kName, QString::fromStdString(variant->name));  // until the study says so
        emit renamed(id, typed);
    }
}

void NetworksPanel::fillImageSets() {
    m_imageSets->clear();
    const std::vector<ImageSet> sets =
        m_snapshot ? imageSets(m_snapshot->rows) : std::vector<ImageSet>();
    for (const ImageSet& set : sets) {
        QString text = tr("%1, %2").arg(shownName(set.split), countText(set.count));
        if (std::any_of(sets.begin(), sets.end(),
                        [&](const ImageSet& other) { return other.data != set.data; })) {
            text += tr(" of %1").arg(QString::fromStdString(set.data));
        }
        m_imageSets->addItem(text, qint64(set.images));
    }
    m_imageSets->setEnabled(!sets.empty());
    m_imageSets->setCurrentIndex(m_imageSets->findData(qint64(m_set.images)));
}

void NetworksPanel::showRow(QTreeWidgetItem& item, const Variant& variant) const {
    const StageRow* row = shownRow(m_snapshot->rows, variant.id, m_set.images);
    const bool compared = row != nullptr && row->images == m_set.images;
    const auto macs = m_macs.find(variant.id);
    item.setText(kName, QString::fromStdString(variant.name));
    item.setData(kName, Qt::DecorationRole, kindColour(variant.kind));
    item.setCheckState(kName, m_excluded.contains(variant.id) ? Qt::Unchecked : Qt::Checked);
    QFont font = m_tree->font();
    font.setBold(variant.id == m_reference || (m_reference == 0 && !variant.parent));
    item.setFont(kName, font);
    item.setText(kSize, sizeText(variant.sizeBytes));
    item.setText(kSparsity, percentText(variant.sparsity()));
    item.setText(
        kDrop, compared && row->drop && !row->reference ? pointsText(row->drop->drop) : QString());
    item.setText(kMacs, macs == m_macs.end() ? QString() : millionsText(macs->second));
    item.setText(kParameters, countText(variant.parameters));
    for (int column = 0; column < kColumns; ++column) {
        item.setToolTip(column, factsOf(variant, row));
        item.setForeground(column, QBrush());
        if (column != kName) {
            item.setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    setTop1(item, row);
    setSpeed(item, variant);
}

void NetworksPanel::showRows() {
    if (!m_snapshot) {
        return;
    }
    const QSignalBlocker quiet(m_tree);
    for (const Variant& variant : m_snapshot->variants) {
        showRow(*m_items.at(variant.id), variant);
    }
    fitColumns();
}

/// A long name makes neither the window nor the other columns move.
void NetworksPanel::fitColumns() {
    for (int column = 0; column < kColumns; ++column) {
        m_tree->resizeColumnToContents(column);
    }
    const int letter = fontMetrics().averageCharWidth();
    m_tree->setColumnWidth(kName, std::min(m_tree->columnWidth(kName), kWidestName * letter));
    // What one network says of other images does not push the figures of the rest out of sight.
    const int room = m_tree->viewport()->width() - m_tree->columnWidth(kName);
    if (room >= kLeastTop1 * letter) {
        m_tree->setColumnWidth(kTop1, std::min(m_tree->columnWidth(kTop1), room));
    }
}

void NetworksPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
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
                        .arg(countText(row->count), shownName(row->split), item.toolTip(kTop1)));
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
    m_items.clear();
    if (!m_snapshot) {
        return;
    }
    for (const Variant& variant : m_snapshot->variants) {  // parents come before their children
        auto* item = new QTreeWidgetItem;
        item->setData(kName, kIdRole, static_cast<qlonglong>(variant.id));
        item->setFlags(item->flags() | Qt::ItemIsEditable | Qt::ItemIsUserCheckable);
        m_items[variant.id] = item;
        const auto parent = variant.parent ? m_items.find(*variant.parent) : m_items.end();
        if (parent != m_items.end()) {
            parent->second->addChild(item);
        } else {
            m_tree->addTopLevelItem(item);
        }
    }
    m_tree->expandAll();
    showRows();
    setCurrent(m_current);
}

}  // namespace secateur
