#include "ui/shell/actions.h"

#include "ui/base/mnemonic.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

struct Command {
    QAction* Actions::*action;
    const char* name;
    QString text;
    QString tip;
    const char* keys = "";
    QKeySequence::StandardKey standard = QKeySequence::UnknownKey;
};

std::vector<Command> fileCommands() {
    return {
        {&Actions::startPage, "startPageAction", Text::tr("&Start page"),
         Text::tr("Other studies, the sample, and the ways in; what is open stays open."),
         "Alt+Home"},
        {&Actions::newStudy, "newStudy", Text::tr("&New study…"),
         Text::tr("Choose a network, its weights and its images."), "", QKeySequence::New},
        {&Actions::open, "open", Text::tr("&Open…"), Text::tr("Open a study or a checkpoint."), "",
         QKeySequence::Open},
        {&Actions::openData, "openData", Text::tr("Open &data folder…"),
         Text::tr("Open the labelled images that the network is measured on."), "Ctrl+Shift+O"},
        {&Actions::getCifar10, "getCifar10", Text::tr("&Get CIFAR-10 (170 MB)"),
         Text::tr("Download the CIFAR-10 images from their home page (170 MB).")},
        {&Actions::saveCopy, "saveCopy", Text::tr("Save a &copy of the study…"),
         Text::tr("Write all that the study holds into another file."), "", QKeySequence::SaveAs},
        {&Actions::showInFolder, "showInFolder", Text::tr("S&how in folder"),
         Text::tr("Open the folder that the study's file is in.")},
        {&Actions::exportNetwork, "exportNetwork", Text::tr("Export net&work…"),
         Text::tr("Write the network that is looked at as ONNX or safetensors.")},
        {&Actions::exportDrawings, "exportDrawings", Text::tr("&Export…"),
         Text::tr("Write plots as PNG, SVG or PDF, and their numbers as CSV."), "Ctrl+E"},
        {&Actions::exportReport, "exportReport", Text::tr("Export &report…"),
         Text::tr("Write the study as one page with figures to send (HTML or PDF), or as Markdown, "
                  "JSON and CSV tables."),
         "Ctrl+Shift+E"},
        {&Actions::quit, "quit", Text::tr("&Quit"),
         Text::tr("Close the window; what was measured is kept."), "", QKeySequence::Quit},
        {&Actions::copyPicture, "copyPicture", Text::tr("&Copy picture and numbers"),
         Text::tr("Copy the drawing of this page, and its numbers as text."), "Ctrl+Shift+C"},
    };
}

std::vector<Command> viewCommands() {
    return {
        {&Actions::back, "back", Text::tr("&Back"),
         Text::tr("The page, network and layer that were looked at before."), "",
         QKeySequence::Back},
        {&Actions::forward, "forward", Text::tr("&Forward"),
         Text::tr("The page, network and layer that Back came from."), "", QKeySequence::Forward},
    };
}

std::vector<Command> stageCommands() {
    return {
        {&Actions::evaluate, "evaluate", Text::tr("&Evaluate…"),
         Text::tr("Count how many test images the network gets right."), "F5"},
        {&Actions::sweep, "sweep", Text::tr("&Sweep…"),
         Text::tr("Measure how much of each layer can be pruned before accuracy falls."), "F6"},
        {&Actions::prune, "prune", Text::tr("&Prune…"),
         Text::tr("Set the weights of least magnitude to zero."), "F7"},
        {&Actions::gradual, "gradual", Text::tr("Prune &in steps…"),
         Text::tr("Cut a little, recalibrate, fine-tune, and again, until so much is gone."),
         "Shift+F7"},
        {&Actions::recalibrate, "recalibrate", Text::tr("Re&calibrate…"),
         Text::tr("Estimate the batch statistics anew after a cut, without training."), "Ctrl+B"},
        {&Actions::fineTune, "fineTune", Text::tr("&Fine-tune…"),
         Text::tr("Train the remaining weights a little, so that accuracy comes back."), "F8"},
        {&Actions::train, "train", Text::tr("&Train…"), Text::tr("Train all weights with SGD."),
         "Ctrl+T"},
        {&Actions::quantize, "quantize", Text::tr("&Quantize…"),
         Text::tr("Make the network compute with 8-bit integers (post-training)."), "F9"},
        {&Actions::qat, "qat", Text::tr("Quantization-aware trainin&g…"),
         Text::tr("Train with fake quantization, so that the INT8 network loses less."),
         "Ctrl+Shift+T"},
        {&Actions::layerErrors, "layerErrors", Text::tr("&Layer errors…"),
         Text::tr("Measure which layer's quantization costs what."), "Ctrl+L"},
        {&Actions::pipeline, "pipeline", Text::tr("&Run pipeline…"),
         Text::tr("Evaluate, sweep, prune, fine-tune and quantize, one after the other."),
         "Ctrl+R"},
        {&Actions::shrink, "shrink", Text::tr("S&hrink…"),
         Text::tr("Find the smallest network within a tolerance, without training."), "Ctrl+K"},
        {&Actions::measureSpeed, "measureSpeed", Text::tr("&Measure speed…"),
         Text::tr(
             "Let all networks of the study take turns, so that their images/s can be compared."),
         "Ctrl+M"},
        {&Actions::timeLayers, "timeLayers", Text::tr("Time per la&yer…"),
         Text::tr("Measure where the time goes, layer by layer, and why INT8 is not faster."),
         "Ctrl+Shift+M"},
        {&Actions::changeSettings, "changeSettings",
         Text::tr("Make it &again with other settings…"),
         Text::tr("The dialog that the network was made with, filled in as it was then.")},
        {&Actions::elsewhere, "elsewhere", Text::tr("Run else&where…"),
         Text::tr("Send the stages that run or wait to the launcher of the preferences, to other "
                  "machines for example; the window shows what comes back.")},
        {&Actions::cancelAll, "cancelAll", Text::tr("Cancel all &jobs"),
         Text::tr("Stop what is running and queued; what was measured is kept."), "Ctrl+."},
    };
}

std::vector<Command> helpCommands() {
    return {
        {&Actions::preferences, "preferences", Text::tr("&Preferences…"),
         Text::tr("Threads, counts of images, the folder of studies, colours, language."),
         "Ctrl+,"},
        {&Actions::manualOfPage, "manualOfPage", Text::tr("&Help on this page"),
         Text::tr("The chapter of the manual about the page in front."), "F1"},
        {&Actions::manual, "manual", Text::tr("&Manual"),
         Text::tr("The whole manual: the work in its order, methods, files, words."), "Shift+F1"},
        {&Actions::shortcuts, "shortcuts", Text::tr("&Keyboard shortcuts"),
         Text::tr("Every command that has keys."), "Ctrl+F1"},
        {&Actions::about, "about", Text::tr("&About Secateur"), Text::tr("Version and licence.")},
    };
}

QAction* make(QMainWindow& window, const Command& command) {
    auto* action = new QAction(command.text, &window);
    action->setObjectName(command.name);
    action->setIconText(withoutMnemonic(command.text));  // on the tool bar
    const QKeySequence shortcut = command.standard == QKeySequence::UnknownKey
                                      ? QKeySequence(QString::fromLatin1(command.keys))
                                      : QKeySequence(command.standard);
    action->setShortcut(shortcut);
    QString tip = command.tip;
    if (!shortcut.isEmpty()) {
        tip += QStringLiteral(" (%1)").arg(shortcut.toString(QKeySequence::NativeText));
    }
    action->setToolTip(tip);
    action->setStatusTip(tip);
    window.addAction(action);
    return action;
}

}  // namespace

Actions::Actions(QMainWindow& window) {
    for (const auto& commands : {fileCommands(), viewCommands(), stageCommands(), helpCommands()}) {
        for (const Command& command : commands) {
            this->*command.action = make(window, command);
        }
    }
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
    preferences->setMenuRole(QAction::PreferencesRole);
}

}  // namespace secateur
