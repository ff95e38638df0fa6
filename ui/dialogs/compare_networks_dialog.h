#pragma once

#include <QStringList>
#include <vector>

#include "core/ranking/ranking.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/setting_fields.h"

class QListWidget;

namespace secateur {

/// Which networks to compare, and how. Each file is called by its name without the extension.
class CompareNetworksDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit CompareNetworksDialog(const DialogContext& context, QWidget* parent = nullptr);

    void addFiles(const QStringList& paths);
    std::vector<RankedSource> networks() const;
    RankingOptions options() const;

 private:
    void setupFiles();
    QString problem() const override;
    QString summary() const override;

    const DialogContext m_context;
    QListWidget* m_files;
    SettingFields<RankingOptions> m_fields;
};

}  // namespace secateur
