#include "ui/dialogs/new_study_wizard.h"

#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include "core/data/image_folder.h"
#include "ui/base/translation.h"
#include "ui/dialogs/data_page.h"

namespace secateur {

namespace {

constexpr int kWizardCharacters = 80;
constexpr int kHeightInLines = 32;  // of the page of the images

QString imagesText(const DataRequest& data) {
    QStringList text{data.location};
    if (data.folder.resize > 0) {
        text << Text::tr("resized to %1 pixels").arg(data.folder.resize);
    }
    if (data.folder.crop > 0) {
        text << Text::tr("cropped to %1 pixels").arg(data.folder.crop);
    }
    if (data.folder.exifRotation) {
        text << Text::tr("turned upright");
    }
    if (data.folder.reducedDecoding) {
        text << Text::tr("JPEG decoded reduced");
    }
    const SettingsOf<ImageFolderOptions>& settings = imageFolderSettings();
    for (const char* key : {"normalisation", "mean", "std", "classes"}) {
        const auto& setting = settings.at(key);
        if (setting.get(data.folder) != setting.get({})) {
            text << QStringLiteral("%1 %2").arg(
                QString::fromStdString(setting.text.key),
                QString::fromStdString(setting.get(data.folder).get<std::string>()));
        }
    }
    return text.join(QStringLiteral(", "));
}

}  // namespace

NewStudyWizard::NewStudyWizard(const NewStudyChoices& choices, QWidget* parent)
    : QWizard(parent),
      m_model(new NetworkPage(choices.models)),
      m_checkpoint(new CheckpointPage),
      m_data(new DataPage(choices.cifar10Folder, choices.readSamples)),
      m_file(new StudyFilePage(choices.studyFolder)) {
    setWindowTitle(tr("New study"));
    setWizardStyle(QWizard::ModernStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    const QSize wanted(kWizardCharacters * fontMetrics().averageCharWidth(),
                       kHeightInLines * fontMetrics().lineSpacing());
    resize(wanted.boundedTo(screen()->availableSize() * 9 / 10));
    addPage(m_model);
    addPage(m_checkpoint);
    addPage(m_data);
    m_filePage = addPage(m_file);
    m_summaryPage = addPage(makeSummaryPage());
    setButtonText(QWizard::FinishButton, tr("&Create"));
    button(QWizard::NextButton)->setObjectName(QStringLiteral("next"));
    button(QWizard::BackButton)->setObjectName(QStringLiteral("back"));
    button(QWizard::FinishButton)->setObjectName(QStringLiteral("create"));
    for (const WizardButton other : {QWizard::BackButton, QWizard::CancelButton}) {
        // or Enter would press it while Next is disabled
        qobject_cast<QPushButton*>(button(other))->setAutoDefault(false);
    }
    connect(m_data, &DataPage::cifar10Requested, this, &NewStudyWizard::cifar10Requested);
    connect(m_checkpoint, &CheckpointPage::checkpointChosen, this,
            &NewStudyWizard::checkpointChosen);
}

QWizardPage* NewStudyWizard::makeSummaryPage() {
    auto* page = new QWizardPage;
    page->setTitle(tr("Summary"));
    page->setSubTitle(tr("The study is made and its network measured in the background."));
    m_summary = new QLabel;
    m_summary->setObjectName(QStringLiteral("requestSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* column = new QVBoxLayout(page);
    column->addWidget(m_summary);
    column->addStretch(1);
    return page;
}

StudyRequest NewStudyWizard::request() const {
    return {.path = m_file->path(),
            .model = m_model->model(),
            .checkpoint = m_checkpoint->checkpoint(),
            .form = m_checkpoint->form(),
            .data = {m_data->data(), m_data->images()},
            .seed = m_checkpoint->seed()};
}

void NewStudyWizard::setCifar10Folder(const QString& folder) {
    m_data->setCifar10Folder(folder);
}

void NewStudyWizard::setWeights(const QString& checkpoint,
                                const std::vector<WeightsChoice>& weights) {
    if (m_checkpoint->checkpoint() == checkpoint) {
        m_checkpoint->setWeights(weights);
    }
}

void NewStudyWizard::initializePage(int id) {
    const StudyRequest made = request();
    if (id == m_filePage) {
        m_file->suggest(made.model + QLatin1Char(' ') + QFileInfo(made.data.location).fileName());
    } else if (id == m_summaryPage) {
        m_summary->setText(
            tr("Network: %1\nParameters: %2\nSeed: %3\nImages: %4\nStudy: %5")
                .arg(made.model,
                     made.checkpoint.isEmpty() ? tr("random, to be trained") : made.checkpoint)
                .arg(made.seed)
                .arg(imagesText(made.data), made.path.isEmpty() ? tr("in memory") : made.path));
    }
    QWizard::initializePage(id);
}

}  // namespace secateur
