#include "ui/dialogs/compare_networks_dialog.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <set>

#include "ui/dialogs/number_field.h"
#include "ui/dialogs/options_form.h"

namespace secateur {

namespace {

constexpr int kUsualTestImages = 1000;
constexpr int kMostFinetuneImages = 1'000'000;

}  // namespace

CompareNetworksDialog::CompareNetworksDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Compare networks"), tr("Compare"), parent),
      m_context(context),
      m_files(new QListWidget) {
    setSubject(tr("Networks on %1").arg(context.dataName));
    setupFiles();
    OptionsForm* form = addForm();
    m_images = form->addImages(
        {"images", tr("Test &images"), tr("Every network and every cut classifies these.")},
        context.testImages, std::min<int64_t>(kUsualTestImages, context.testImages));
    m_tolerance = form->addNumber(
        {"tolerance", tr("&Tolerance in points"), tr("How much top-1 a cut may cost.")}, 0.0, 100.0,
        2, RankingOptions().tolerance);
    m_curveImages =
        form->addCount({"curveImages", tr("C&urve images"),
                        tr("Held-out images on which every group of channels is measured by "
                           "itself, to plan widths "
                           "by that; 0 plans none.")},
                       0, kMostFinetuneImages, static_cast<int>(RankingOptions().curveImages));
    m_finetuneImages = form->addCount(
        {"finetuneImages", tr("&Fine-tuning images"),
         tr("Training images of the equal repair after each cut; 0 measures cuts without any.")},
        0, kMostFinetuneImages, 0);
    m_finetuneEpochs = form->addCount(
        {"finetuneEpochs", tr("Fine-tuning &epochs"), tr("How often each of them is seen.")}, 1,
        1000, 1);
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
    RankingOptions options;
    options.testImages = m_images->value();
    options.tolerance = m_tolerance->value();
    options.curveImages = m_curveImages->value();
    options.finetuneImages = m_finetuneImages->value();
    options.finetuneEpochs = m_finetuneEpochs->value();
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
