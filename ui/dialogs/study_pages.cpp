#include "ui/dialogs/study_pages.h"

#include <QFileInfo>
#include <QListWidget>
#include <QRadioButton>
#include <QSpinBox>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <limits>

#include "ui/base/core_text.h"
#include "ui/dialogs/feedback_line.h"
#include "ui/dialogs/network_form_fields.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"

namespace secateur {

namespace {

/// Lines of another script are higher than those that the list counts with.
class RoomyRows : public QStyledItemDelegate {
 public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return QStyledItemDelegate::sizeHint(option, index) +
               QSize(0, option.fontMetrics.height() * 2 / 3);
    }
};

}  // namespace

StudyPage::StudyPage(const QString& title, const QString& subTitle)
    : m_body(new QVBoxLayout), m_feedback(new FeedbackLine) {
    setTitle(title);
    setSubTitle(subTitle);
    auto* column = new QVBoxLayout(this);
    column->addLayout(m_body);
    column->addStretch(1);
    column->addWidget(m_feedback);
}

bool StudyPage::isComplete() const {
    return problem().isEmpty();
}

void StudyPage::refresh() {
    const QString wrong = problem();
    m_feedback->tell(wrong, wrong.isEmpty() ? summary() : QString());
    emit completeChanged();
}

void StudyPage::initializePage() {
    refresh();
}

NetworkPage::NetworkPage(const std::vector<ModelChoice>& models)
    : StudyPage(tr("Network"), tr("Which network is to become smaller?")),
      m_models(new QListWidget) {
    m_models->setObjectName(QStringLiteral("models"));
    m_models->setAccessibleName(tr("Networks"));
    m_models->setItemDelegate(new RoomyRows(m_models));
    m_models->setToolTip(tr("The networks that Secateur can build and load a checkpoint into."));
    m_models->setWordWrap(true);
    for (const ModelChoice& model : models) {
        const QString name = QString::fromStdString(model.name);
        auto* item =
            new QListWidgetItem(coreText(model.description) + QLatin1Char('\n') + name, m_models);
        item->setData(Qt::UserRole, name);
    }
    m_models->setCurrentRow(0);
    body()->addWidget(m_models);
    connect(m_models, &QListWidget::currentRowChanged, this, [this] { refresh(); });
    refresh();
}

QString NetworkPage::model() const {
    const QListWidgetItem* item = m_models->currentItem();
    return item != nullptr ? item->data(Qt::UserRole).toString() : QString();
}

QString NetworkPage::problem() const {
    return model().isEmpty() ? tr("Choose a network.") : QString();
}

CheckpointPage::CheckpointPage()
    : StudyPage(tr("Parameters"), tr("Where do the network's weights come from?")),
      m_fromFile(new QRadioButton(tr("&Checkpoint file"))),
      m_file(new PathField(PathField::Kind::ExistingFile, tr("Open a checkpoint"),
                           tr("Checkpoints (*.pth *.pt *.bin *.ckpt *.safetensors *.onnx);;"
                              "All files (*)"))),
      m_random(new QRadioButton(tr("&Random parameters"))) {
    m_fromFile->setObjectName(QStringLiteral("fromFile"));
    m_fromFile->setToolTip(
        tr("A PyTorch state_dict or a safetensors file of this network, or any network "
           "as ONNX."));
    m_fromFile->setChecked(true);
    m_random->setObjectName(QStringLiteral("random"));
    m_random->setToolTip(tr("An untrained network, made from the seed, to be trained here."));
    m_file->setNames(QStringLiteral("checkpoint"), tr("Checkpoint file"));
    body()->addWidget(m_fromFile);
    body()->addWidget(m_file);
    body()->addWidget(m_random);
    auto* rows = new QFormLayout;
    body()->addLayout(rows);
    auto* form = new OptionsForm(rows);
    m_seed = form->addCount(
        {"seed", tr("&Seed"),
         tr("The start of every random choice; it also decides which images are held out, so give "
            "the one that the checkpoint was trained with, if there was one.")},
        0, std::numeric_limits<int>::max(), 0);
    m_seed->setGroupSeparatorShown(false);
    m_form = new NetworkFormFields(*form);
    connect(m_fromFile, &QRadioButton::toggled, this, [this](bool fromFile) {
        m_file->setEnabled(fromFile);
        m_form->setEnabled(fromFile);
        refresh();
    });
    connect(m_file, &PathField::changed, this, [this] {
        m_form->setWeights({});
        refresh();
        if (problem().isEmpty()) {
            emit checkpointChosen(checkpoint());
        }
    });
    refresh();
}

QString CheckpointPage::checkpoint() const {
    return m_fromFile->isChecked() ? m_file->path() : QString();
}

NetworkForm CheckpointPage::form() const {
    return checkpoint().isEmpty() ? NetworkForm() : m_form->form();
}

void CheckpointPage::setWeights(const std::vector<WeightsChoice>& weights) {
    m_form->setWeights(weights);
}

uint64_t CheckpointPage::seed() const {
    return static_cast<uint64_t>(m_seed->value());
}

QString CheckpointPage::problem() const {
    if (!m_fromFile->isChecked()) {
        return {};
    }
    const QString path = m_file->path();
    if (path.isEmpty()) {
        return tr("Give the checkpoint's file, or choose random parameters.");
    }
    const QFileInfo file(path);
    if (!file.isFile()) {
        return tr("There is no file %1.").arg(path);
    }
    return file.isReadable() ? QString() : tr("%1 cannot be read.").arg(path);
}

QString CheckpointPage::summary() const {
    return m_fromFile->isChecked()
               ? QString()
               : tr("Train the network first: until then its accuracy is that of guessing.");
}

StudyFilePage::StudyFilePage(const QString& folder)
    : StudyPage(tr("Study"), tr("Where is what you measure to be kept?")),
      m_folderForNew(folder),
      m_inFile(new QRadioButton(tr("In a &file"))),
      m_file(new PathField(PathField::Kind::NewFile, tr("Name the study's file"),
                           tr("Studies (*.secateur)"))),
      m_inMemory(new QRadioButton(tr("In &memory"))) {
    m_inFile->setObjectName(QStringLiteral("inFile"));
    m_inFile->setToolTip(
        tr("Every measured point is in the file at once, and work that was "
           "interrupted goes on where it was."));
    m_inFile->setChecked(true);
    m_inMemory->setObjectName(QStringLiteral("inMemory"));
    m_inMemory->setToolTip(tr("For trying things out: gone when the window closes."));
    m_file->setNames(QStringLiteral("studyFile"), tr("File of the study"));
    body()->addWidget(m_inFile);
    body()->addWidget(m_file);
    body()->addWidget(m_inMemory);
    connect(m_inFile, &QRadioButton::toggled, this, [this](bool inFile) {
        m_file->setEnabled(inFile);
        refresh();
    });
    connect(m_file, &PathField::changed, this, [this] { refresh(); });
    refresh();
}

QString StudyFilePage::path() const {
    if (!m_inFile->isChecked() || m_file->path().isEmpty()) {
        return {};
    }
    const QString path = m_file->path();
    return path.endsWith(QLatin1String(".secateur")) ? path : path + QLatin1String(".secateur");
}

void StudyFilePage::suggest(const QString& baseName) {
    if (m_file->path() != m_suggested) {
        return;
    }
    QString path = QStringLiteral("%1/%2.secateur").arg(m_folderForNew, baseName);
    for (int number = 2; QFileInfo::exists(path); ++number) {
        path = QStringLiteral("%1/%2 %3.secateur").arg(m_folderForNew, baseName).arg(number);
    }
    m_file->setPath(path);
    m_suggested = m_file->path();
}

QString StudyFilePage::problem() const {
    if (!m_inFile->isChecked()) {
        return {};
    }
    if (m_file->path().isEmpty()) {
        return tr("Name the study's file, or choose “In memory”.");
    }
    const QFileInfo file(path());
    if (file.exists()) {
        return tr("%1 is there already; choose another name, or open it with File, Open.")
            .arg(file.fileName());
    }
    const QFileInfo folder(file.absolutePath());
    if (!folder.isDir()) {
        return tr("There is no folder %1.").arg(folder.filePath());
    }
    return folder.isWritable() ? QString() : tr("%1 cannot be written to.").arg(folder.filePath());
}

QString StudyFilePage::summary() const {
    return m_inFile->isChecked() ? QString()
                                 : tr("What is measured is gone when the window closes.");
}

}  // namespace secateur
