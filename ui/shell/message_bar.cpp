#include "ui/shell/message_bar.h"

#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QTextLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "ui/base/show_in_folder.h"
#include "ui/base/theme.h"

namespace secateur {

namespace {

constexpr int kMostLines = 3;
constexpr QSize kDetailsSize(760, 420);

/// `text` as it is where it fits into so many lines of this width; else its beginning, and dots.
QString shortened(const QString& text, const QFont& font, int width) {
    QString lines = text;
    lines.replace(QLatin1Char('\n'), QChar::LineSeparator);
    QTextLayout layout(lines, font);
    layout.beginLayout();
    int last = 0;
    for (int i = 0; i <= kMostLines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid()) {
            return text;
        }
        line.setLineWidth(width);
        last = i < kMostLines ? line.textStart() : last;
    }
    QString rest = text.mid(last);
    rest.replace(QLatin1Char('\n'), QLatin1Char(' '));
    return text.left(last) + QFontMetrics(font).elidedText(rest, Qt::ElideRight, width);
}

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_folder(new QToolButton(this)),
      m_details(new QToolButton(this)),
      m_close(new QToolButton(this)) {
    setObjectName("messageBar");
    m_text->setObjectName("messageText");
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);  // paths and errors are no markup
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_folder->setObjectName("messageFolder");
    m_folder->setText(tr("Show in folder"));
    m_folder->setToolTip(tr("Opens the folder that it is in."));
    connect(m_folder, &QToolButton::clicked, this, [this] { showInFolder(m_path); });
    m_details->setObjectName("messageDetails");
    m_details->setText(tr("Details…"));
    QSizePolicy place = m_details->sizePolicy();
    place.setRetainSizeWhenHidden(true);  // or the text would have another width without it
    m_details->setSizePolicy(place);
    m_details->setToolTip(tr("The whole message, to scroll and copy."));
    connect(m_details, &QToolButton::clicked, this, &MessageBar::showDetails);
    m_close->setObjectName("dismissMessage");
    m_close->setText(tr("Dismiss"));
    m_close->setToolTip(tr("Hide this message (Esc)."));
    m_close->setAutoRaise(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 6, 6, 6);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_folder, 0, Qt::AlignTop);
    layout->addWidget(m_details, 0, Qt::AlignTop);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
    hide();
}

void MessageBar::showMessage(Kind kind, const QString& text, const QString& path) {
    m_kind = kind;
    m_path = path;
    m_folder->setVisible(!path.isEmpty());
    m_whole = QString::fromStdString(printable(text.toStdString()));  // names of files turn it
    const auto icon =
        kind == Kind::Failure ? QStyle::SP_MessageBoxWarning : QStyle::SP_MessageBoxInformation;
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_icon->setPixmap(style()->standardIcon(icon).pixmap(side, side));
    setAccessibleName(m_whole);
    updateColours();
    show();
    fit();
}

/// A message never makes the window higher than three lines would.
void MessageBar::fit() {
    const QString fitting = shortened(m_whole, m_text->font(), m_text->width());
    m_details->setVisible(fitting != m_whole);
    if (fitting != m_text->text()) {
        m_text->setText(fitting);
    }
}

void MessageBar::showDetails() {
    auto* dialog = new QDialog(window());
    dialog->setObjectName("messageDialog");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(m_kind == Kind::Failure ? tr("What went wrong") : tr("Message"));
    auto* text = new QPlainTextEdit(m_whole);
    text->setObjectName("messageWhole");
    text->setReadOnly(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QPushButton* copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    copy->setObjectName("copyMessage");
    connect(copy, &QPushButton::clicked, text,
            [text] { QGuiApplication::clipboard()->setText(text->toPlainText()); });
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(text);
    layout->addWidget(buttons);
    dialog->resize(kDetailsSize);
    dialog->open();
}

void MessageBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    layout()->activate();  // so that the text has its width
    fit();
}

QString MessageBar::text() const {
    return isHidden() ? QString() : m_whole;
}

void MessageBar::dismiss() {
    hide();
}

void MessageBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        updateColours();
    }
    QFrame::changeEvent(event);
}

void MessageBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        dismiss();
        return;
    }
    QFrame::keyPressEvent(event);
}

void MessageBar::updateColours() {
    const Theme theme = themeFor(palette());
    const QColor edge = m_kind == Kind::Failure ? theme.warning : theme.accent;
    const QString style =
        QStringLiteral("#messageBar { border-left: 4px solid %1; background: %2; }")
            .arg(edge.name(), theme.background.name());
    if (style != styleSheet()) {
        setStyleSheet(style);
    }
}

}  // namespace secateur
