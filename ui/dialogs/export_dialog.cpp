#include "ui/dialogs/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QListWidget>
#include <QSpinBox>
#include <algorithm>

#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"

namespace secateur {

namespace {
constexpr int kVisibleRows = 7;
constexpr int kLeastSide = 100;
constexpr int kLargestImageSide = 8192;
constexpr int kUsualWidth = 1200;
constexpr int kUsualHeight = 800;
constexpr int kUsualScale = 2;
}  // namespace

ExportDialog::ExportDialog(const std::vector<ExportChoice>& drawings, const QString& folder,
                           QWidget* parent)
    : OptionsDialog(tr("Export"), tr("Export"), parent),
      m_drawings(new QListWidget),
      m_folder(new PathField(PathField::Kind::Folder, tr("Choose a folder"), {})) {
    OptionsForm* form = addForm();
    setupDrawings(drawings);
    form->addField({"drawings", tr("&Drawings"), tr("What is written, one file a format each.")},
                   m_drawings);
    form->addField({"folder", tr("&Folder"), tr("Where the files go; it must be there.")},
                   m_folder);
    m_folder->setNames(QStringLiteral("folder"), tr("Folder"));
    m_folder->setPath(folder);
    connect(m_folder, &PathField::changed, this, &ExportDialog::refresh);
    setupFormats(*form);
    refresh();
}

void ExportDialog::setupDrawings(const std::vector<ExportChoice>& drawings) {
    for (const ExportChoice& drawing : drawings) {
        auto* item = new QListWidgetItem(
            drawing.drawn ? drawing.title : tr("%1 (nothing drawn yet)").arg(drawing.title),
            m_drawings);
        item->setData(Qt::UserRole, drawing.name);
        item->setFlags(drawing.drawn
                           ? Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable
                           : Qt::NoItemFlags);
        item->setCheckState(drawing.drawn ? Qt::Checked : Qt::Unchecked);
    }
    m_drawings->setFixedHeight(fontMetrics().lineSpacing() * kVisibleRows +
                               2 * m_drawings->frameWidth());
    connect(m_drawings, &QListWidget::itemChanged, this, &ExportDialog::refresh);
}

void ExportDialog::setupFormats(OptionsForm& form) {
    const std::vector<std::pair<QString, QString>> formats{
        {QStringLiteral("png"), tr("A picture of pixels, for pages and slides.")},
        {QStringLiteral("svg"), tr("A drawing of lines, for the web and for editing.")},
        {QStringLiteral("pdf"), tr("A drawing of lines, for papers.")},
        {QStringLiteral("csv"), tr("The numbers that are drawn, for spreadsheets and scripts.")}};
    auto* row = new QWidget;
    auto* boxes = new QHBoxLayout(row);
    boxes->setContentsMargins(0, 0, 0, 0);
    for (const auto& [extension, toolTip] : formats) {
        auto* box = new QCheckBox(extension.toUpper());
        box->setObjectName(extension);
        box->setToolTip(toolTip);
        box->setChecked(extension != QLatin1String("pdf"));
        boxes->addWidget(box);
        m_formats.emplace_back(extension, box);
        connect(box, &QCheckBox::toggled, this, &ExportDialog::refresh);
    }
    boxes->addStretch(1);
    row->setFocusProxy(m_formats.front().second);
    form.addField({"formats", tr("For&mats"), tr("In which formats each drawing is written.")},
                  row);
    m_ownSize = form.addCheck(
        {"ownSize", tr("Each drawing's &own size"),
         tr("The size in which a drawing looks right, or else one size for all of them.")},
        true);
    m_width = form.addCount({"width", tr("&Width"), tr("In pixels, before the scale.")}, kLeastSide,
                            kLargestImageSide, kUsualWidth);
    m_height = form.addCount({"height", tr("&Height"), tr("In pixels, before the scale.")},
                             kLeastSide, kLargestImageSide, kUsualHeight);
    m_scale = form.addChoice(
        {"scale", tr("PNG &scale"),
         tr("Pixels of the picture for each pixel of the drawing: 2 and more for print.")},
        {{QStringLiteral("1×"), 1},
         {QStringLiteral("2×"), 2},
         {QStringLiteral("3×"), 3},
         {QStringLiteral("4×"), 4}},
        kUsualScale);
    const auto enableSides = [this](bool own) {
        m_width->setEnabled(!own);
        m_height->setEnabled(!own);
    };
    enableSides(true);
    connect(m_ownSize, &QCheckBox::toggled, this, enableSides);
}

ExportRequest ExportDialog::options() const {
    ExportRequest request;
    for (int row = 0; row < m_drawings->count(); ++row) {
        const QListWidgetItem* item = m_drawings->item(row);
        if (item->checkState() == Qt::Checked) {
            request.names << item->data(Qt::UserRole).toString();
        }
    }
    for (const auto& [extension, box] : m_formats) {
        if (box->isChecked()) {
            request.extensions << extension;
        }
    }
    request.folder = m_folder->path();
    request.size = m_ownSize->isChecked() ? QSize() : QSize(m_width->value(), m_height->value());
    request.scale = m_scale->currentData().toInt();
    return request;
}

QStringList ExportDialog::files() const {
    const ExportRequest request = options();
    QStringList files;
    for (const QString& name : request.names) {
        for (const QString& extension : request.extensions) {
            files << QStringLiteral("%1/%2.%3").arg(request.folder, name, extension);
        }
    }
    return files;
}

QString ExportDialog::problem() const {
    const ExportRequest request = options();
    if (request.names.isEmpty()) {
        return tr("Tick at least one drawing.");
    }
    if (request.folder.isEmpty()) {
        return tr("Give the folder.");
    }
    const QFileInfo folder(request.folder);
    if (!folder.isDir()) {
        return tr("There is no folder %1.").arg(request.folder);
    }
    if (!folder.isWritable()) {
        return tr("%1 cannot be written to.").arg(request.folder);
    }
    return request.extensions.isEmpty() ? tr("Choose at least one format.") : QString();
}

QString ExportDialog::summary() const {
    const QStringList all = files();
    const auto there = std::count_if(all.begin(), all.end(),
                                     [](const QString& file) { return QFileInfo::exists(file); });
    const QString count = all.size() == 1 ? tr("1 file") : tr("%1 files").arg(all.size());
    if (there == 0) {
        return count + QLatin1Char('.');
    }
    return there == 1
               ? count + tr(", 1 of which is there already and will be replaced.")
               : count + tr(", %1 of which are there already and will be replaced.").arg(there);
}

}  // namespace secateur
