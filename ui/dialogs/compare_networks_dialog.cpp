#include "ui/dialogs/compare_networks_dialog.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

#include "ui/dialogs/options_form.h"

namespace secateur {

namespace {

constexpr int64_t kUsualTestImages = 1000;

RankingOptions usual(const DialogContext& context) {
    RankingOptions options;
    options.testImages = std::min(kUsualTestImages, context.testImages);
    return options;
}

}  // namespace

CompareNetworksDialog::CompareNetworksDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Compare networks"), tr("Compare"), parent),
      m_context(context),
      m_files(new QListWidget),
      m_fields(rankingOptionSettings(), usual(context)) {
    setSubject(tr("Networks on %1").arg(context.dataName));
    setupFiles();
    m_fields.add(*addForm(),
                 {"test_images", "tolerance", "curve_images", "finetune_images", "finetune_epochs"},
                 {context.testImages, {}, {}, false});
    refresh();
}

void CompareNetworksDialog::setupFiles() {
    m_files->setObjectName("networkFiles");
    m_files->setAccessibleName(tr("Files of networks"));
    m_files->setToolTip(
        tr("Model files of Secateur, ONNX files, or PyTorch's checkpoints that are called by "
           "their network, as vgg16.pth."));
    m_files->setSelectionMode(QAbstractItemView::ExtendedSelection);
    auto* add = new QPushButton(tr("&Add…"));
    add->setObjectName("addNetworks");
    auto* remove = new QPushButton(tr("&Remove"));
    remove->setObjectName("removeNetworks");
    connect(add, &QPushButton::clicked, this, [this] {
        addFiles(QFileDialog::getOpenFileNames(
            this, tr("Networks to compare"), {},
            tr("Networks (*.safetensors *.pth *.pt *.onnx);;All files (*)")));
    });
    connect(remove, &QPushButton::clicked, this, [this] {
        qDeleteAll(m_files->selectedItems());
        refresh();
    });
    auto* buttons = new QVBoxLayout;
    buttons->addWidget(add);
    buttons->addWidget(remove);
    buttons->addStretch();
    auto* row = new QHBoxLayout;
    row->addWidget(m_files, 1);
    row->addLayout(buttons);
    body()->addLayout(row);
}

void CompareNetworksDialog::addFiles(const QStringList& paths) {
    for (const QString& path : paths) {
        if (m_files->findItems(path, Qt::MatchExactly).isEmpty()) {
            m_files->addItem(path);
        }
    }
    refresh();
}

std::vector<RankedSource> CompareNetworksDialog::networks() const {
    std::vector<RankedSource> networks;
    for (int i = 0; i < m_files->count(); ++i) {
        const QString path = m_files->item(i)->text();
        networks.push_back(
            rankedSource(QFileInfo(path).completeBaseName().toStdString(), path.toStdString()));
    }
    return networks;
}

RankingOptions CompareNetworksDialog::options() const {
    RankingOptions options = m_fields.options();
    options.seed = m_context.seed;
    return options;
}

QString CompareNetworksDialog::problem() const {
    if (m_context.trainImages == 0) {
        return tr("The data set has no training images to calibrate INT8 on.");
    }
    if (m_files->count() < 2) {
        return tr("Add the files of at least two networks.");
    }
    std::set<std::string> names;
    for (const RankedSource& network : networks()) {
        if (!names.insert(network.name).second) {
            return tr("Two files are called %1.").arg(QString::fromStdString(network.name));
        }
    }
    return {};
}

QString CompareNetworksDialog::summary() const {
    return tr("%1 networks. Each figure is kept as soon as it is measured, and is not measured "
              "again; the networks themselves are not stored.")
        .arg(m_files->count());
}

}  // namespace secateur
