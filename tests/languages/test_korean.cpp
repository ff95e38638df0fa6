#include <QAbstractButton>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTabWidget>
#include <QTableView>
#include <algorithm>
#include <map>
#include <set>

#include "core/analysis/channel_plan_limits.h"
#include "core/analysis/parity_report.h"
#include "core/analysis/profile.h"
#include "core/analysis/quant_error_table.h"
#include "core/analysis/speed.h"
#include "core/analysis/sweep_options.h"
#include "core/data/image_folder.h"
#include "core/prune/channel_recipe.h"
#include "core/prune/criterion.h"
#include "core/prune/prune_recipe.h"
#include "core/quant/qat_options.h"
#include "core/quant/quantize_options.h"
#include "core/quant/recipe.h"
#include "core/ranking/ranking.h"
#include "core/report/comparison_tables.h"
#include "core/report/profile_text.h"
#include "core/report/ranking_tables.h"
#include "core/stages/gradual_stage.h"
#include "core/stages/network_source.h"
#include "core/stages/pipeline.h"
#include "core/stages/shrink_stage.h"
#include "core/train/recalibrate_options.h"
#include "core/train/train_options.h"
#include "tests/ui/shell/workbench.h"
#include "ui/base/preferences.h"
#include "ui/shell/language.h"

using namespace secateur;
using namespace secateur::test;

// One program of its own: what was said in one language is kept (of kinds of sweeps, of columns).

namespace {

/// As the program does at its start, once.
void speakKorean() {
    static const QString spoken = [] {
        useTemporaryHome();
        Preferences chosen;
        chosen.language = "ko";
        savePreferences(chosen);
        const QString language = setupLanguage();
        savePreferences({});
        return language;
    }();
    REQUIRE(spoken == "ko");
}

/// Names, and terms that are written like this in every language.
const std::set<QString> kKept{"Secateur", "English", "MACs", "SQNR", "Top-1", "Gzip", "MSE",
                              "QAT(&Q)", "QAT(Q)", "QAT", "ReLU6", "ReLU", "CIFAR-10", "ImageNet",
                              "L1", "L2", "APoZ", "PNG", "SVG", "PDF", "CSV", "GMAC/s", ": ms",
                              // roles of layers, as files and command lines name them
                              "Expand", "Depthwise", "Project", "Shortcut",
                              // networks and recipes of the study
                              "baseline", "baseline: pictures", "default", "per-tensor min-max",
                              "per-tensor mse", "per-tensor equalized", "per-channel mse"};

bool hasHangul(const QString& text) {
    static const QRegularExpression hangul(QStringLiteral("[가-힣]"));
    return text.contains(hangul);
}

/// What core gives to be shown under this context and has no translation, as it would stand in
/// translations/core_ko.ts.
void expectTranslated(const char* context, const std::string& text) {
    if (text.empty()) {
        return;
    }
    const QString shown = QCoreApplication::translate(context, text.c_str());
    INFO(context << ": " << text);
    CHECK((hasHangul(shown) || kKept.contains(shown)));
}

template <class Settings>
void expectSettings(const Settings& settings) {
    for (const auto& setting : settings) {
        if (setting.text.label[0] != '\0') {
            expectTranslated("secateur::Settings", setting.text.label);
            expectTranslated("secateur::Settings", setting.text.help);
        }
        for (const SettingChoice& choice : setting.choices) {
            expectTranslated("secateur::Settings", choice.title);
        }
    }
}

void expectColumns(const Table& table) {
    for (const Table::Column& column : table.columns) {
        if (!column.heading.empty()) {
            expectTranslated("Tables", column.heading);
            expectTranslated("Tables", column.explanation);
        }
    }
}

void addHeadings(const QTableView& table, QStringList& texts) {
    for (int column = 0; column < table.model()->columnCount(); ++column) {
        for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole)}) {
            texts << table.model()->headerData(column, Qt::Horizontal, role).toString();
        }
    }
}

/// Everything that the window and its dialogs say, shown or not.
QStringList textsOf(const QWidget& window) {
    QStringList texts;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        texts << widget->toolTip() << widget->windowTitle() << widget->accessibleName();
        if (const auto* label = qobject_cast<const QLabel*>(widget)) {
            texts << label->text();
        } else if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) {
            texts << button->text();
        } else if (const auto* group = qobject_cast<const QGroupBox*>(widget)) {
            texts << group->title();
        } else if (const auto* box = qobject_cast<const QComboBox*>(widget)) {
            for (int row = 0; row < box->count(); ++row) {
                texts << box->itemText(row) << box->itemData(row, Qt::ToolTipRole).toString();
            }
        } else if (const auto* table = qobject_cast<const QTableView*>(widget)) {
            addHeadings(*table, texts);
        }
    }
    for (const QAction* action : window.findChildren<QAction*>()) {
        texts << action->text() << action->toolTip() << action->statusTip();
    }
    return texts;
}

}  // namespace

TEST_CASE("the language that was chosen goes before those of the system", "[languages]") {
    CHECK(languages().contains("ko"));
    CHECK(languageOf("ko", {"en-US"}) == "ko");
    CHECK(languageOf("en", {"ko-KR", "ko"}) == "en");
    CHECK(languageOf("", {"ko-Kore-KR", "ko-KR", "ko"}) == "ko");
    CHECK(languageOf("", {"xx-XX", "ko-KR"}) == "ko");
    CHECK(languageOf("", {"xx-XX"}) == "en");
    CHECK(languageOf("zz", {}) == "en");
    CHECK(languageName("ko") == QStringLiteral("한국어"));
    CHECK(languageName("en") == "English");
}

TEST_CASE("what core gives to be shown is translated", "[languages]") {
    speakKorean();
    expectSettings(sweepSettings());
    expectSettings(imageFolderSettings());
    expectSettings(channelSettings());
    expectSettings(pruneSettings());
    expectSettings(qatSettings());
    expectSettings(quantizeSettings());
    expectSettings(rankingOptionSettings());
    expectSettings(networkFormSettings());
    expectSettings(pipelineSettings());
    expectSettings(shrinkSettings());
    expectSettings(gradualSettings());
    expectSettings(channelPlanSettings());
    expectSettings(speedSettings());
    expectSettings(profileSettings());
    expectSettings(recalibrateSettings());
    expectSettings(trainSettings());
    for (const CriterionTraits& criterion : pruneCriteria()) {
        expectTranslated("secateur::Settings", criterion.brief);
    }
    expectColumns(comparisonTable({}));
    expectColumns(rankingTable({}));
    expectColumns(quantErrorTable({}));
    expectColumns(parityTable(ParityReport()));
    for (const Table& times : {profileTable({{}}, {}), roleTable({{}}, {})}) {
        expectColumns(times);
    }
    for (const ModelChoice& model : modelChoices()) {
        expectTranslated("core", model.description);
    }
    for (const QuantRecipe& recipe : predefinedRecipes()) {
        expectTranslated("core", recipe.description);
    }
}

TEST_CASE("the window speaks Korean, and each menu has every mnemonic once", "[languages]") {
    speakKorean();
    Workbench bench;
    std::map<QString, QMenu*> menus;
    for (QAction* action : bench.window().menuBar()->actions()) {
        menus[action->text()] = action->menu();
    }
    REQUIRE(menus.contains(QStringLiteral("파일(&F)")));
    REQUIRE(menus.contains(QStringLiteral("도움말(&H)")));
    CHECK(bench.action("open").text() == QStringLiteral("열기(&O)…"));
    CHECK(bench.action("open").iconText() == QStringLiteral("열기…"));
    CHECK(QLocale().language() == QLocale::Korean);

    static const QRegularExpression mnemonic("&(\\w)");
    std::set<QString> ofBar;
    for (const auto& [title, menu] : menus) {
        INFO(title.toStdString());
        CHECK(ofBar.insert(mnemonic.match(title).captured(1)).second);
        std::set<QString> letters;
        for (const QAction* action : menu->actions()) {
            const QString letter = mnemonic.match(action->text()).captured(1).toUpper();
            INFO(action->text().toStdString());
            CHECK((letter.isEmpty() || letters.insert(letter).second));
        }
    }
}

TEST_CASE("nothing in the window or in a dialog is left in English", "[languages]") {
    speakKorean();
    Workbench bench;
    bench.createStudy("mine.secateur");
    QTabWidget& pages = bench.find<QTabWidget>("pages");
    for (int page = 0; page < pages.count(); ++page) {
        CHECK(hasHangul(pages.tabText(page)));
        bench.showPage(page);
    }
    QStringList texts = textsOf(bench.window());
    for (const char* name :
         {"evaluate", "sweep",          "prune",        "gradual",    "recalibrate",
          "fineTune", "train",          "quantize",     "qat",        "layerErrors",
          "pipeline", "shrink",         "measureSpeed", "timeLayers", "newStudy",
          "openData", "exportDrawings", "preferences",  "shortcuts",  "about"}) {
        auto& dialog = bench.ask<QDialog>(name);
        texts << textsOf(dialog) << dialog.windowTitle();
        delete &dialog;
    }
    static const QRegularExpression words("[A-Za-z]{3,}");
    static const QRegularExpression layer(R"(^(layers\.\d+\.[\w.]+|conv\d|linear)$)");
    const std::vector<std::string>& classes = bench.workspace().data()->classNames;
    texts.removeDuplicates();
    for (const QString& text : texts) {
        const bool name =
            kKept.contains(text) || layer.match(text).hasMatch() ||
            std::find(classes.begin(), classes.end(), text.toStdString()) != classes.end();
        INFO(text.toStdString());
        CHECK((hasHangul(text) || name || !text.contains(words)));
    }
}
