#pragma once

#include <QWidget>
#include <functional>

class QLineEdit;
class QPushButton;

namespace secateur {

/// A path as text, with a button that opens the system's dialog for it.
class PathField : public QWidget {
    Q_OBJECT

 public:
    enum class Kind { ExistingFile, NewFile, Folder };

    /// `filter` as in QFileDialog; unused for folders.
    PathField(Kind kind, const QString& title, const QString& filter, QWidget* parent = nullptr);

    /// Absolute, "~" resolved; empty if nothing was typed.
    QString path() const;
    void setPath(const QString& path);
    /// Gives the two parts names made from this one.
    void setNames(const QString& name, const QString& accessibleName);
    /// Folders that are taken as soon as they are entered in the system's dialog: nobody looks for
    /// something in them.
    void takeOnEntering(std::function<bool(const QString& folder)> isWhole);
    void browse();

 signals:
    void changed();

 private:
    const Kind m_kind;
    const QString m_title;
    const QString m_filter;
    QLineEdit* m_text;
    QPushButton* m_browse;
    std::function<bool(const QString&)> m_isWhole;
};

}  // namespace secateur
