#include "ui/dialogs/path_field.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace secateur {

namespace {

constexpr int kLetters = 34;  // of a path that are seen at least

}  // namespace

PathField::PathField(Kind kind, const QString& title, const QString& filter, QWidget* parent)
    : QWidget(parent),
      m_kind(kind),
      m_title(title),
      m_filter(filter),
      m_text(new QLineEdit),
      m_browse(new QPushButton(tr("Browse…"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_text, 1);
    row->addWidget(m_browse);
    m_browse->setAutoDefault(false);
    m_browse->setToolTip(title);
    m_text->setMinimumWidth(kLetters * fontMetrics().averageCharWidth());
    setMinimumWidth(row->minimumSize().width());
    setFocusProxy(m_text);
    setFocusPolicy(m_text->focusPolicy());  // or the mnemonic of its label would not lead to it
    connect(m_text, &QLineEdit::textChanged, this, &PathField::changed);
    connect(m_browse, &QPushButton::clicked, this, &PathField::browse);
}

QString PathField::path() const {
    QString text = m_text->text().trimmed();
    if (text == QLatin1String("~") || text.startsWith(QLatin1String("~/"))) {
        text.replace(0, 1, QDir::homePath());
    }
    return text.isEmpty() ? text : QDir::cleanPath(QFileInfo(text).absoluteFilePath());
}

void PathField::setPath(const QString& path) {
    m_text->setText(QDir::toNativeSeparators(path));
}

void PathField::setNames(const QString& name, const QString& accessibleName) {
    setObjectName(name);
    m_text->setObjectName(name + QStringLiteral("Text"));
    m_text->setAccessibleName(accessibleName);
    m_browse->setObjectName(name + QStringLiteral("Browse"));
    m_browse->setAccessibleName(tr("Browse: %1").arg(accessibleName));
}

void PathField::takeOnEntering(std::function<bool(const QString&)> isWhole) {
    m_isWhole = std::move(isWhole);
}

void PathField::browse() {
    auto* dialog = new QFileDialog(this, m_title, path(), m_filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    switch (m_kind) {
        case Kind::ExistingFile:
            dialog->setFileMode(QFileDialog::ExistingFile);
            break;
        case Kind::NewFile:
            dialog->setAcceptMode(QFileDialog::AcceptSave);
            break;
        case Kind::Folder:
            dialog->setFileMode(QFileDialog::Directory);
            dialog->setOption(QFileDialog::ShowDirsOnly);
            break;
    }
    connect(dialog, &QFileDialog::fileSelected, this, &PathField::setPath);
    connect(dialog, &QFileDialog::directoryEntered, this, [this, dialog](const QString& folder) {
        if (m_isWhole && m_isWhole(folder)) {
            setPath(folder);
            dialog->reject();
        }
    });
    dialog->open();
}

}  // namespace secateur
