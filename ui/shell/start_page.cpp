#include "ui/shell/start_page.h"

#include <QCommandLinkButton>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>

#include "ui/base/literal_text.h"
#include "ui/base/moment_text.h"
#include "ui/shell/network_sketch.h"
#include "ui/shell/recent_files.h"

namespace secateur {

namespace {

constexpr int kWidth = 760;       // of the column that is read
constexpr double kTitleSize = 2;  // times the font of the rest
constexpr int kShownRecent = 6;   // the menu has them all
constexpr int kSketchWidth = 96;

/// What a newcomer presses is drawn as the default.
const char* kWaysStyle =
    "QCommandLinkButton { border: 1px solid palette(mid); border-radius: 4px; "
    "background: palette(base); }"
    "QCommandLinkButton:hover, QCommandLinkButton:focus { border: 1px solid palette(highlight); }"
    "QCommandLinkButton#startSample { border: 2px solid palette(highlight); }";

QCommandLinkButton* way(const char* name, const QString& text, const QString& description) {
    auto* button = new QCommandLinkButton(text, description);
    button->setObjectName(name);
    button->setIcon(QIcon());
    button->setDefault(true);  // Return presses the one with the focus
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

QLabel* heading(const QString& text, double times) {
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setPointSizeF(times * font.pointSizeF());
    font.setBold(true);
    label->setFont(font);
    return label;
}

/// What is known of what it holds, when it was written last, and where it is.
QString describe(const QString& path, const QString& known) {
    const QFileInfo file(path);
    QStringList parts;
    if (!known.isEmpty()) {
        parts << known;
    }
    parts << momentText(file.lastModified()) << file.absolutePath();
    return parts.join(QStringLiteral("  ·  "));
}

}  // namespace

StartPage::StartPage(QWidget* parent) : QScrollArea(parent), m_recent(new QWidget) {
    setObjectName("startPage");
    setStyleSheet(QLatin1String(kWaysStyle));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    auto* column = new QWidget;
    column->setMaximumWidth(kWidth);
    auto* layout = new QVBoxLayout(column);
    layout->addStretch(1);
    layout->addWidget(heading(tr("Secateur"), kTitleSize));
    auto* what =
        new QLabel(tr("Make a trained convolutional network smaller (prune, repair, "
                      "quantize) and see what every step costs in accuracy."));
    what->setWordWrap(true);
    layout->addWidget(what);
    layout->addSpacing(fontMetrics().height());
    addWaysIn(*layout);
    m_recentRows = new QVBoxLayout(m_recent);
    m_recentRows->setContentsMargins(0, fontMetrics().height(), 0, 0);
    m_recentRows->setSpacing(0);
    layout->addWidget(m_recent);
    addCommandLine(*layout);
    layout->addStretch(2);
    auto* page = new QWidget;
    auto* centre = new QHBoxLayout(page);
    centre->addStretch(1);
    centre->addWidget(column, 8);
    centre->addStretch(1);
    setWidget(page);
    refresh();
}

void StartPage::addWaysIn(QVBoxLayout& layout) {
    auto* sample =
        way("startSample", tr("Open the &sample"),
            tr("A trained MobileNetV2 and the Fashion-MNIST images, to try everything on."));
    auto* open = way("startOpen", tr("&Open a network or a study…"),
                     tr("PyTorch (.pth, .pt), safetensors, ONNX or .secateur. A sheet says what a "
                        "network is and which images it fits, before anything is made. Or drop "
                        "files and folders anywhere on this window."));
    auto* create = way("startNew", tr("&New study…"),
                       tr("The same sheet, empty; also to train a network from nothing."));
    connect(sample, &QCommandLinkButton::clicked, this, &StartPage::sampleWanted);
    connect(open, &QCommandLinkButton::clicked, this, &StartPage::openWanted);
    connect(create, &QCommandLinkButton::clicked, this, &StartPage::newStudyWanted);
    for (QCommandLinkButton* button : {sample, open, create}) {
        layout.addWidget(button);
    }
    setFocusProxy(sample);
}

void StartPage::addCommandLine(QVBoxLayout& layout) {
    auto* line = new QLabel(
        tr("The same from a terminal: <code>secateur network.pth images/</code>, and without a "
           "window <code>secateur-cli pipeline --checkpoint network.pth --data images/ --study "
           "mine.secateur</code>"));
    line->setObjectName("startCommandLine");
    line->setWordWrap(true);
    line->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout.addSpacing(fontMetrics().height());
    layout.addWidget(line);
}

void StartPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && isVisible()) {
        refresh();
    }
    QScrollArea::changeEvent(event);
}

void StartPage::refresh() {
    while (QLayoutItem* item = m_recentRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int shown = 0;
    for (const QString& path : recentFiles()) {
        if (!path.endsWith(QLatin1String(".secateur")) || !QFileInfo::exists(path) ||
            shown == kShownRecent) {
            continue;
        }
        if (shown++ == 0) {
            m_recentRows->addWidget(heading(tr("Studies opened before"), 1));
        }
        const RecentStudy study = recentStudy(path);
        auto* row = way("startRecent", literally(QFileInfo(path).completeBaseName()),
                        describe(path, study.description));
        const QSize size(kSketchWidth, 2 * row->fontMetrics().height());
        row->setIcon(networkSketch(study.widths, size, palette(), devicePixelRatioF()));
        row->setIconSize(size);
        row->setToolTip(path);
        connect(row, &QCommandLinkButton::clicked, this, [this, path] { emit recentChosen(path); });
        m_recentRows->addWidget(row);
    }
    m_recent->setVisible(shown > 0);
}

}  // namespace secateur
