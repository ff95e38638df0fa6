#include "ui/dialogs/study_sections.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "ui/base/core_text.h"
#include "ui/base/literal_text.h"
#include "ui/base/number_text.h"
#include "ui/base/translation.h"
#include "ui/dialogs/network_form_fields.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"

namespace secateur {

namespace {

constexpr int kReadDelayMs = 300;
constexpr int kMostImages = 1'000'000;
constexpr int kNameLetters = 36;   // that are seen of an earlier study's name
constexpr int kAboutLetters = 56;  // in a line about a network
constexpr int kModelLetters = 24;  // that are seen of a network's description

bool isSame(const NetworkRequest& a, const NetworkRequest& b) {
    return a.path == b.path && a.model == b.model && a.form.weights == b.form.weights &&
           a.form.activation == b.form.activation && a.form.strides == b.form.strides;
}

/// Why no file can be made in this folder, which is made where it is missing; empty: it can.
QString folderProblem(const QString& folder) {
    QFileInfo there(folder);
    while (!there.exists() && !there.isRoot()) {
        there.setFile(there.absolutePath());
    }
    if (!there.isDir()) {
        return Text::tr("%1 is no folder.").arg(there.filePath());
    }
    return there.isWritable() ? QString()
                              : Text::tr("%1 cannot be written to.").arg(there.filePath());
}

bool isUsable(const QString& folder) {
    return QFileInfo(folder).isDir() && QFileInfo(folder).isWritable();
}

QString aboutNetwork(const NetworkOutline& network) {
    const QString images = network.channels == 1 ? Text::tr("grey images")
                           : network.channels == 3
                               ? Text::tr("colour images")
                               : Text::tr("images of %1 channels").arg(network.channels);
    return Text::tr("%1: %2 parameters, %3 classes of %4")
        .arg(QString::fromStdString(network.name), countText(network.parameters))
        .arg(network.classes)
        .arg(images);
}

}  // namespace

StudySection::StudySection(const QString& title)
    : QGroupBox(title), m_rows(new QFormLayout), m_form(new OptionsForm(m_rows)) {
    m_body = new QVBoxLayout(this);
    m_body->addLayout(m_rows);
}

NetworkSection::NetworkSection(const std::vector<ModelChoice>& models, NetworkReader read)
    : StudySection(tr("Network")),
      m_read(std::move(read)),
      m_file(new PathField(PathField::Kind::ExistingFile, tr("Open a checkpoint"),
                           tr("Checkpoints (*.pth *.pt *.bin *.ckpt *.safetensors *.onnx);;"
                              "All files (*)"))),
      m_about(new QLabel),
      m_earlier(new QPushButton),
      m_models(new QComboBox) {
    OptionsForm* form = this->form();
    form->addField({"checkpoint", tr("Checkpoint &file"),
                    tr("A PyTorch state_dict or a safetensors file, or any network as ONNX.")},
                   m_file);
    m_file->setNames(QStringLiteral("checkpoint"), tr("Checkpoint file"));
    m_about->setObjectName(QStringLiteral("aboutNetwork"));
    m_about->setTextFormat(Qt::PlainText);
    m_about->setWordWrap(true);
    m_about->setMinimumSize(kAboutLetters * fontMetrics().averageCharWidth(),
                            2 * fontMetrics().lineSpacing());
    rows()->addRow(m_about);
    m_earlier->setObjectName(QStringLiteral("earlierStudy"));
    m_earlier->setAutoDefault(false);
    connect(m_earlier, &QPushButton::clicked, this, [this] { emit earlierWanted(m_earlierStudy); });
    rows()->addRow(m_earlier);
    offer({});
    m_random = form->addCheck({"random", tr("Random &parameters instead"),
                               tr("An untrained network, made from the seed, to be trained here.")},
                              false);
    addModels(*form, models);
    m_seed = form->addCount(
        {"seed", tr("S&eed"),
         tr("The start of every random choice; it also decides which images are held out, so give "
            "the one that the checkpoint was trained with, if there was one.")},
        0, std::numeric_limits<int>::max(), 0);
    m_seed->setGroupSeparatorShown(false);
    m_form = new NetworkFormFields(*form);
    m_delay.setSingleShot(true);
    m_delay.setInterval(kReadDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &NetworkSection::read);
    connect(m_file, &PathField::changed, this, [this] {
        m_form->setWeights({});
        choose();
    });
    connect(form, &OptionsForm::changed, this, &NetworkSection::choose);
}

void NetworkSection::addModels(OptionsForm& form, const std::vector<ModelChoice>& models) {
    m_models->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_models->setMinimumContentsLength(kModelLetters);
    m_models->addItem(tr("the one whose weights fit"), QString());
    for (const ModelChoice& model : models) {
        const QString name = QString::fromStdString(model.name);
        const QString description = coreText(model.description);
        m_models->addItem(description, name);
        m_models->setItemData(m_models->count() - 1, description + QLatin1Char('\n') + name,
                              Qt::ToolTipRole);
    }
    form.addField({"model", tr("Networ&k"),
                   tr("The networks that Secateur can build, and load a checkpoint into; a file "
                      "says by itself which one it holds.")},
                  m_models);
    connect(m_models, &QComboBox::currentIndexChanged, this, &NetworkSection::choose);
}

void NetworkSection::setCheckpoint(const QString& path) {
    m_random->setChecked(false);
    m_file->setPath(path);
}

void NetworkSection::offer(const QString& earlierStudy) {
    m_earlierStudy = earlierStudy;
    const QString name = QFileInfo(earlierStudy).completeBaseName();
    m_earlier->setText(
        tr("Go on &with %1")
            .arg(literally(fontMetrics().elidedText(
                name, Qt::ElideMiddle, kNameLetters * fontMetrics().averageCharWidth()))));
    m_earlier->setToolTip(tr("A study of this network: %1").arg(earlierStudy));
    rows()->setRowVisible(m_earlier, !earlierStudy.isEmpty());
}

QString NetworkSection::model() const {
    return m_models->currentData().toString();
}

QString NetworkSection::checkpoint() const {
    return m_random->isChecked() ? QString() : m_file->path();
}

NetworkForm NetworkSection::checkpointForm() const {
    return checkpoint().isEmpty() ? NetworkForm() : m_form->form();
}

uint64_t NetworkSection::seed() const {
    return static_cast<uint64_t>(m_seed->value());
}

QString NetworkSection::name() const {
    if (seen() != nullptr) {
        return QString::fromStdString(m_facts.outline.name);
    }
    return model().isEmpty() ? QFileInfo(checkpoint()).completeBaseName() : model();
}

QString NetworkSection::fileProblem() const {
    const QString path = m_file->path();
    if (path.isEmpty()) {
        return tr("Give the checkpoint's file, or choose random parameters.");
    }
    const QFileInfo file(path);
    if (!file.isFile()) {
        return file.exists() ? tr("%1 is no file.").arg(path)
                             : tr("There is no file %1.").arg(path);
    }
    return file.isReadable() ? QString() : tr("%1 cannot be read.").arg(path);
}

void NetworkSection::choose() {
    m_file->setEnabled(!m_random->isChecked());
    m_form->setEnabled(!m_random->isChecked());
    const NetworkRequest now{checkpoint(), model(), checkpointForm()};
    if (!isSame(now, m_request)) {
        const bool other = now.path != m_request.path;
        if (other) {
            m_facts = {};
        }
        m_request = now;
        if (other && !now.path.isEmpty() && fileProblem().isEmpty()) {
            emit fileChosen(now.path);
        }
        m_delay.stop();
        m_looking = m_read && !m_random->isChecked() && fileProblem().isEmpty();
        m_about->setText(m_looking ? tr("Looking at the network…") : QString());
        if (m_looking) {
            m_delay.start();
        }
    }
    emit changed();
}

void NetworkSection::read() {
    m_read(m_request, this, [this, asked = m_request](const NetworkFacts& facts) {
        if (isSame(asked, m_request)) {
            show(facts);
        }
    });
}

void NetworkSection::show(const NetworkFacts& facts) {
    m_facts = facts;
    m_looking = false;
    QStringList lines{aboutNetwork(facts.outline)};
    if (!facts.notes.isEmpty()) {
        lines << facts.notes;
    }
    m_about->setText(facts.failure.isEmpty() ? lines.join(QLatin1Char('\n')) : QString());
    // A layout asks a label that wraps for its width alone.
    m_about->setMinimumHeight(
        std::max(2 * fontMetrics().lineSpacing(), m_about->heightForWidth(m_about->width())));
    if (m_form->form().weights.empty() && !facts.weights.empty()) {
        const QSignalBlocker blocker(form());
        m_form->setWeights(facts.weights);  // the first is what was read
        m_request.form = m_form->form();
    }
    emit changed();
}

QString NetworkSection::problem() const {
    if (!m_random->isChecked()) {
        return fileProblem().isEmpty() ? m_facts.failure : fileProblem();
    }
    return model().isEmpty() ? tr("Choose the network that is to be made.") : QString();
}

QString NetworkSection::summary() const {
    return m_random->isChecked()
               ? tr("Train the network first: until then its accuracy is that of guessing.")
               : QString();
}

StudyFileSection::StudyFileSection(const QString& folder, int64_t firstLook)
    : StudySection(tr("Study")),
      m_folderForNew(folder),
      m_file(new PathField(PathField::Kind::NewFile, tr("Name the study's file"),
                           tr("Studies (*.secateur)"))) {
    form()->addField({"studyFile", tr("F&ile of the study"),
                      tr("Every measured point is in it at once, and work that was interrupted "
                         "goes on where it was.")},
                     m_file);
    m_file->setNames(QStringLiteral("studyFile"), tr("File of the study"));
    m_inMemory = form()->addCheck({"inMemory", tr("In memor&y instead"),
                                   tr("For trying things out: gone when the window closes.")},
                                  false);
    m_firstLook = form()->addCount(
        {"firstLook", tr("Eva&luate at once"),
         tr("Test images that the network is measured on as soon as the study is there; all of "
            "them are measured with F5.")},
        0, kMostImages, firstLook);
    m_firstLook->setSuffix(tr(" images"));
    m_firstLook->setSpecialValueText(tr("none"));
    connect(m_file, &PathField::changed, this, &StudySection::changed);
    connect(form(), &OptionsForm::changed, this, [this] {
        m_file->setEnabled(!m_inMemory->isChecked());
        emit changed();
    });
    m_inMemory->setChecked(!isUsable(folder));
}

bool StudyFileSection::claim() {
    if (path().isEmpty()) {
        return true;
    }
    QFile file(path());
    QDir().mkpath(QFileInfo(path()).absolutePath());
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
        file.remove();
        return true;
    }
    m_refused = path();
    m_whyRefused = tr("%1 cannot be made: %2.").arg(path(), file.errorString());
    emit changed();
    return false;
}

int64_t StudyFileSection::firstLook() const {
    return m_firstLook->isEnabled() ? m_firstLook->value() : 0;
}

void StudyFileSection::setMeasurable(bool measurable) {
    m_firstLook->setEnabled(measurable);
}

QString StudyFileSection::path() const {
    if (m_inMemory->isChecked() || m_file->path().isEmpty()) {
        return {};
    }
    const QString path = m_file->path();
    return path.endsWith(QLatin1String(".secateur")) ? path : path + QLatin1String(".secateur");
}

void StudyFileSection::suggest(const QString& baseName) {
    if (baseName == m_suggestedName || m_file->path() != m_suggested) {
        return;
    }
    m_suggestedName = baseName;
    QString path = QStringLiteral("%1/%2.secateur").arg(m_folderForNew, baseName);
    for (int number = 2; QFileInfo::exists(path); ++number) {
        path = QStringLiteral("%1/%2 %3.secateur").arg(m_folderForNew, baseName).arg(number);
    }
    const QSignalBlocker blocker(m_file);  // it follows from what has changed
    m_file->setPath(path);
    m_suggested = m_file->path();
}

QString StudyFileSection::problem() const {
    if (m_inMemory->isChecked()) {
        return {};
    }
    if (m_file->path().isEmpty()) {
        return tr("Name the study's file, or choose memory.");
    }
    const QFileInfo file(path());
    if (file.exists()) {
        return tr("%1 is there already; choose another name, or open it with File, Open.")
            .arg(file.fileName());
    }
    return path() == m_refused ? m_whyRefused : folderProblem(file.absolutePath());
}

QString StudyFileSection::summary() const {
    if (m_inMemory->isChecked()) {
        const QString why = isUsable(m_folderForNew)
                                ? QString()
                                : tr("%1 cannot be written to. ").arg(m_folderForNew);
        return why + tr("What is measured is gone when the window closes, unless you save a copy "
                        "(File).");
    }
    const QString folder = QFileInfo(path()).absolutePath();
    return QFileInfo::exists(folder) ? QString() : tr("The folder %1 is made.").arg(folder);
}

}  // namespace secateur
