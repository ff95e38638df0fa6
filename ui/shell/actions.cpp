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
    {&Actions::newStudy, "newStudy", QT_TRANSLATE_NOOP("secateur", "&New study…"),
     QT_TRANSLATE_NOOP("secateur", "Choose a network, its weights and its images."), "",
     QKeySequence::New},
    {&Actions::open, "open", QT_TRANSLATE_NOOP("secateur", "&Open…"),
     QT_TRANSLATE_NOOP("secateur", "Open a study or a checkpoint."), "", QKeySequence::Open},
    {&Actions::openData, "openData", QT_TRANSLATE_NOOP("secateur", "Open &data folder…"),
     QT_TRANSLATE_NOOP("secateur", "Open the labelled images that the network is measured on."),
     "Ctrl+Shift+O"},
    {&Actions::getCifar10, "getCifar10", QT_TRANSLATE_NOOP("secateur", "&Get CIFAR-10…"),
     QT_TRANSLATE_NOOP("secateur", "Download the CIFAR-10 images from their home page (170 MB).")},
    {&Actions::saveCopy, "saveCopy", QT_TRANSLATE_NOOP("secateur", "Save a &copy of the study…"),
     QT_TRANSLATE_NOOP("secateur", "Write all that the study holds into another file."), "",
     QKeySequence::SaveAs},
    {&Actions::exportNetwork, "exportNetwork", QT_TRANSLATE_NOOP("secateur", "Export n&etwork…"),
     QT_TRANSLATE_NOOP("secateur", "Write the network that is looked at as ONNX or safetensors.")},
    {&Actions::exportDrawings, "exportDrawings", QT_TRANSLATE_NOOP("secateur", "&Export…"),
     QT_TRANSLATE_NOOP("secateur", "Write plots as PNG, SVG or PDF, and their numbers as CSV."),
     "Ctrl+E"},
    {&Actions::exportReport, "exportReport", QT_TRANSLATE_NOOP("secateur", "Export &report…"),
     QT_TRANSLATE_NOOP("secateur", "Write the study as Markdown, JSON and CSV tables."),
     "Ctrl+Shift+E"},
    {&Actions::quit, "quit", QT_TRANSLATE_NOOP("secateur", "&Quit"),
     QT_TRANSLATE_NOOP("secateur", "Close the window; what was measured is kept."), "",
     QKeySequence::Quit},
    {&Actions::copyPicture, "copyPicture",
     QT_TRANSLATE_NOOP("secateur", "&Copy picture and numbers"),
     QT_TRANSLATE_NOOP("secateur", "Copy the drawing of this page, and its numbers as text."),
     "Ctrl+Shift+C"},
    {&Actions::evaluate, "evaluate", QT_TRANSLATE_NOOP("secateur", "&Evaluate…"),
     QT_TRANSLATE_NOOP("secateur", "Count how many test images the network gets right."), "F5"},
    {&Actions::sweep, "sweep", QT_TRANSLATE_NOOP("secateur", "&Sweep…"),
     QT_TRANSLATE_NOOP("secateur",
                       "Measure how much of each layer can be pruned before accuracy falls."),
     "F6"},
    {&Actions::prune, "prune", QT_TRANSLATE_NOOP("secateur", "&Prune…"),
     QT_TRANSLATE_NOOP("secateur", "Set the weights of least magnitude to zero."), "F7"},
    {&Actions::fineTune, "fineTune", QT_TRANSLATE_NOOP("secateur", "&Fine-tune…"),
     QT_TRANSLATE_NOOP("secateur",
                       "Train the remaining weights a little, so that accuracy comes back."),
     "F8"},
    {&Actions::train, "train", QT_TRANSLATE_NOOP("secateur", "&Train…"),
     QT_TRANSLATE_NOOP("secateur", "Train all weights with SGD."), "Ctrl+T"},
    {&Actions::quantize, "quantize", QT_TRANSLATE_NOOP("secateur", "&Quantize…"),
     QT_TRANSLATE_NOOP("secateur", "Make the network compute with 8-bit integers (post-training)."),
     "F9"},
    {&Actions::qat, "qat", QT_TRANSLATE_NOOP("secateur", "Quantization-aware trainin&g…"),
     QT_TRANSLATE_NOOP("secateur",
                       "Train with fake quantization, so that the INT8 network loses less."),
     "Ctrl+Shift+T"},
    {&Actions::layerErrors, "layerErrors", QT_TRANSLATE_NOOP("secateur", "&Layer errors…"),
     QT_TRANSLATE_NOOP("secateur", "Measure which layer's quantization costs what."), "Ctrl+L"},
    {&Actions::pipeline, "pipeline", QT_TRANSLATE_NOOP("secateur", "&Run pipeline…"),
     QT_TRANSLATE_NOOP("secateur",
                       "Evaluate, sweep, prune, fine-tune and quantize, one after the other."),
     "Ctrl+R"},
    {&Actions::cancelAll, "cancelAll", QT_TRANSLATE_NOOP("secateur", "&Cancel all jobs"),
     QT_TRANSLATE_NOOP("secateur", "Stop what is running and queued; what was measured is kept."),
     "Ctrl+."},
    {&Actions::about, "about", QT_TRANSLATE_NOOP("secateur", "&About Secateur"),
     QT_TRANSLATE_NOOP("secateur", "Version and licence.")},
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
