#include "ui/dialogs/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QListWidget>
#include <QScrollBar>
#include <QSpinBox>
#include <algorithm>
#include <cmath>

#include "ui/base/translation.h"
#include "ui/dialogs/number_field.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"

namespace secateur {

namespace {
constexpr int kVisibleRows = 7;
constexpr double kLeastSide = 20.0;  // millimetres
constexpr double kLargestSide = 1000.0;
constexpr int kLeastResolution = 72;
constexpr int kLargestResolution = 1200;
constexpr int kUsualResolution = 192;
constexpr double kMillimetresPerInch = 25.4;
constexpr double kDotsPerInch = 96.0;  // of device-independent pixels

/// What journals and slides ask for, in millimetres; no height: as the drawing has it.
struct SizePreset {
    const char* title;
    double width;
    double height;
};
constexpr SizePreset kPresets[] = {
    {QT_TRANSLATE_NOOP("Text", "Each drawing's own"), 0.0, 0.0},
    {QT_TRANSLATE_NOOP("Text", "One column of a paper, 85 mm"), 85.0, 0.0},
    {QT_TRANSLATE_NOOP("Text", "Two columns of a paper, 174 mm"), 174.0, 0.0},
    {QT_TRANSLATE_NOOP("Text", "Slide, 254 x 143 mm"), 254.0, 143.0},
    {QT_TRANSLATE_NOOP("Text", "As given below"), -1.0, 0.0}};

int pixels(double millimetres) {
    return static_cast<int>(std::lround(millimetres / kMillimetresPerInch * kDotsPerInch));
}

}  // namespace

ExportDialog::ExportDialog(const std::vector<ExportChoice>& drawings, const QString& folder,
                           QWidget* parent)
    : OptionsDialog(tr("Export"), tr("Export"), parent),
      m_drawings(new QListWidget),
      m_all(new QCheckBox(tr("&All drawings"))),
      m_folder(new PathField(PathField::Kind::Folder, tr("Choose a folder"), {})) {
    OptionsForm* form = addForm();
    setupDrawings(drawings);
    form->addField(
        {"drawingChoice", tr("&Drawings"), tr("What is written, one file a format each.")},
        makeList());
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
        item->setCheckState(drawing.drawn && drawing.ticked ? Qt::Checked : Qt::Unchecked);
        item->setToolTip(tr("File %1").arg(drawing.name));
    }
    m_drawings->setFixedHeight(fontMetrics().lineSpacing() * kVisibleRows +
                               2 * m_drawings->frameWidth());
    m_drawings->setMinimumWidth(m_drawings->sizeHintForColumn(0) +
                                m_drawings->verticalScrollBar()->sizeHint().width() +
                                2 * m_drawings->frameWidth());
    connect(m_drawings, &QListWidget::itemChanged, this, [this] {
        showAll();
        refresh();
    });
}

/// With a box that ticks all that are drawn.
QWidget* ExportDialog::makeList() {
    m_drawings->setObjectName("drawings");
    m_drawings->setAccessibleName(tr("Drawings"));
    m_all->setObjectName("allDrawings");
    m_all->setToolTip(tr("Ticks every drawing that shows something, or none."));
    connect(m_all, &QCheckBox::clicked, this, &ExportDialog::tickAll);
    showAll();
    auto* both = new QWidget;
    auto* column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_drawings);
    column->addWidget(m_all);
    both->setFocusProxy(m_drawings);
    return both;
}

void ExportDialog::tickAll(bool ticked) {
    const QSignalBlocker once(m_drawings);  // one refresh for all
    for (int row = 0; row < m_drawings->count(); ++row) {
        QListWidgetItem* item = m_drawings->item(row);
        if (item->flags() != Qt::NoItemFlags) {
            item->setCheckState(ticked ? Qt::Checked : Qt::Unchecked);
        }
    }
    m_drawings->viewport()->update();
    refresh();
}

void ExportDialog::showAll() {
    bool all = true;
    for (int row = 0; row < m_drawings->count(); ++row) {
        const QListWidgetItem* item = m_drawings->item(row);
        all = all && (item->flags() == Qt::NoItemFlags || item->checkState() == Qt::Checked);
    }
    m_all->setChecked(all);
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
    std::vector<OptionsForm::Choice> sizes;
    for (const SizePreset& preset : kPresets) {
        sizes.push_back({Text::tr(preset.title), static_cast<int>(sizes.size())});
    }
    m_size = form.addChoice(
        {"size", tr("&Size"),
         tr("The size in which a drawing looks right, or what a paper or a slide has room for; "
            "letters keep their size in points.")},
        sizes, 0);
    m_width = form.addNumber({"width", tr("&Width, mm"), tr("In millimetres, on paper.")},
                             kLeastSide, kLargestSide, 1, kLeastSide);
    m_height = form.addNumber(
        {"height", tr("&Height, mm"), tr("In millimetres; 0: as the drawing's proportion has it.")},
        0.0, kLargestSide, 1, 0.0);
    m_resolution = form.addCount(
        {"resolution", tr("PNG dots per &inch"),
         tr("Pixels of the picture for each inch: 96 as on most screens, 300 and more for print.")},
        kLeastResolution, kLargestResolution, kUsualResolution);
    connect(m_size, &QComboBox::currentIndexChanged, this, &ExportDialog::takeSize);
    takeSize();
}

void ExportDialog::takeSize() {
    const SizePreset& preset = kPresets[m_size->currentIndex()];
    const bool free = preset.width < 0.0;
    m_width->setEnabled(free);
    m_height->setEnabled(free);
    if (preset.width > 0.0) {
        m_width->setValue(preset.width);
        m_height->setValue(preset.height);
    }
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
    request.size = m_size->currentIndex() == 0
                       ? QSize(0, 0)
                       : QSize(pixels(m_width->value()), pixels(m_height->value()));
    request.scale = m_resolution->value() / kDotsPerInch;
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
