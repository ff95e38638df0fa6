#include "ui/shell/actions.h"

#include <QCoreApplication>

namespace secateur {

namespace {

struct Command {
    QAction* Actions::*action;
    const char* name;
    const char* text;
    const char* tip;
    const char* keys = "";
    QKeySequence::StandardKey standard = QKeySequence::UnknownKey;
};

constexpr Command kCommands[] = {
    {&Actions::newStudy, "newStudy", "&New study…", "Choose a network, its weights and its images.",
     "", QKeySequence::New},
    {&Actions::open, "open", "&Open…", "Open a study or a checkpoint.", "", QKeySequence::Open},
    {&Actions::openData, "openData", "Open &data folder…",
     "Open the labelled images that the network is measured on.", "Ctrl+Shift+O"},
    {&Actions::getCifar10, "getCifar10", "&Get CIFAR-10…",
     "Download the CIFAR-10 images from their home page (170 MB)."},
    {&Actions::saveCopy, "saveCopy", "Save a &copy of the study…",
     "Write all that the study holds into another file.", "", QKeySequence::SaveAs},
    {&Actions::exportNetwork, "exportNetwork", "Export n&etwork…",
     "Write the network that is looked at as ONNX or safetensors."},
    {&Actions::exportDrawings, "exportDrawings", "&Export…",
     "Write plots as PNG, SVG or PDF, and their numbers as CSV.", "Ctrl+E"},
    {&Actions::exportReport, "exportReport", "Export &report…",
     "Write the study as Markdown, JSON and CSV tables.", "Ctrl+Shift+E"},
    {&Actions::quit, "quit", "&Quit", "Close the window; what was measured is kept.", "",
     QKeySequence::Quit},
    {&Actions::copyPicture, "copyPicture", "&Copy picture and numbers",
     "Copy the drawing of this page, and its numbers as text.", "Ctrl+Shift+C"},
    {&Actions::evaluate, "evaluate", "&Evaluate…",
     "Count how many test images the network gets right.", "F5"},
    {&Actions::sweep, "sweep", "&Sweep…",
     "Measure how much of each layer can be pruned before accuracy falls.", "F6"},
    {&Actions::prune, "prune", "&Prune…", "Set the weights of least magnitude to zero.", "F7"},
    {&Actions::fineTune, "fineTune", "&Fine-tune…",
     "Train the remaining weights a little, so that accuracy comes back.", "F8"},
    {&Actions::train, "train", "&Train…", "Train all weights with SGD.", "Ctrl+T"},
    {&Actions::quantize, "quantize", "&Quantize…",
     "Make the network compute with 8-bit integers (post-training).", "F9"},
    {&Actions::qat, "qat", "Quantization-aware trainin&g…",
     "Train with fake quantization, so that the INT8 network loses less.", "Ctrl+Shift+T"},
    {&Actions::layerErrors, "layerErrors", "&Layer errors…",
     "Measure which layer's quantization costs what.", "Ctrl+L"},
    {&Actions::pipeline, "pipeline", "&Run pipeline…",
     "Evaluate, sweep, prune, fine-tune and quantize, one after the other.", "Ctrl+R"},
    {&Actions::measureSpeed, "measureSpeed", "&Measure speed…",
     "Let all networks of the study take turns, so that their images/s can be compared.", "Ctrl+M"},
    {&Actions::cancelAll, "cancelAll", "&Cancel all jobs",
     "Stop what is running and queued; what was measured is kept.", "Ctrl+."},
    {&Actions::about, "about", "&About Secateur", "Version and licence."},
};

QAction* make(QMainWindow& window, const Command& command) {
    auto* action = new QAction(QCoreApplication::translate("secateur", command.text), &window);
    action->setObjectName(command.name);
    const QKeySequence shortcut = command.standard == QKeySequence::UnknownKey
                                      ? QKeySequence(QString::fromLatin1(command.keys))
                                      : QKeySequence(command.standard);
    action->setShortcut(shortcut);
    QString tip = QCoreApplication::translate("secateur", command.tip);
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
    for (const Command& command : kCommands) {
        this->*command.action = make(window, command);
    }
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
}

}  // namespace secateur
