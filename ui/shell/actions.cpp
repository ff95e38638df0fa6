#include "ui/shell/actions.h"

#include <QCoreApplication>

namespace secateur {

namespace {

struct Text {
    const char* name;
    const char* text;
    const char* tip;
};

QAction* make(QMainWindow& window, const Text& text, const QKeySequence& shortcut = {}) {
    auto* action = new QAction(QCoreApplication::translate("secateur", text.text), &window);
    action->setObjectName(text.name);
    action->setShortcut(shortcut);
    QString tip = QCoreApplication::translate("secateur", text.tip);
    if (!shortcut.isEmpty()) {
        tip += QStringLiteral(" (%1)").arg(shortcut.toString(QKeySequence::NativeText));
    }
    action->setToolTip(tip);
    action->setStatusTip(tip);
    window.addAction(action);
    return action;
}

}  // namespace

Actions::Actions(QMainWindow& w)
    : newStudy(make(w, {"newStudy", "&New study…", "Choose a network, its weights and its images."},
                    QKeySequence::New)),
      open(make(w, {"open", "&Open…", "Open a study or a checkpoint."}, QKeySequence::Open)),
      openData(make(w,
                    {"openData", "Open &data folder…",
                     "Open the labelled images that the network is measured on."},
                    QKeySequence("Ctrl+Shift+O"))),
      getCifar10(make(w, {"getCifar10", "&Get CIFAR-10…",
                          "Download the CIFAR-10 images from their home page (170 MB)."})),
      saveCopy(make(w,
                    {"saveCopy", "Save a &copy of the study…",
                     "Write all that the study holds into another file."},
                    QKeySequence::SaveAs)),
      exportNetwork(make(w, {"exportNetwork", "Export n&etwork…",
                             "Write the network that is looked at as ONNX or safetensors."})),
      exportDrawings(make(w,
                          {"exportDrawings", "&Export…",
                           "Write plots as PNG, SVG or PDF, and their numbers as CSV."},
                          QKeySequence("Ctrl+E"))),
      exportReport(make(
          w,
          {"exportReport", "Export &report…", "Write the study as Markdown, JSON and CSV tables."},
          QKeySequence("Ctrl+Shift+E"))),
      quit(make(w, {"quit", "&Quit", "Close the window; what was measured is kept."},
                QKeySequence::Quit)),
      copyPicture(make(w,
                       {"copyPicture", "&Copy picture and numbers",
                        "Copy the drawing of this page, and its numbers as text."},
                       QKeySequence("Ctrl+Shift+C"))),
      evaluate(
          make(w, {"evaluate", "&Evaluate…", "Count how many test images the network gets right."},
               Qt::Key_F5)),
      sweep(make(w,
                 {"sweep", "&Sweep…",
                  "Measure how much of each layer can be pruned before accuracy falls."},
                 Qt::Key_F6)),
      prune(
          make(w, {"prune", "&Prune…", "Set the weights of least magnitude to zero."}, Qt::Key_F7)),
      fineTune(make(w,
                    {"fineTune", "&Fine-tune…",
                     "Train the remaining weights a little, so that accuracy comes back."},
                    Qt::Key_F8)),
      train(make(w, {"train", "&Train…", "Train all weights with SGD."}, QKeySequence("Ctrl+T"))),
      quantize(make(w,
                    {"quantize", "&Quantize…",
                     "Make the network compute with 8-bit integers (post-training)."},
                    Qt::Key_F9)),
      qat(make(w,
               {"qat", "Quantization-aware trainin&g…",
                "Train with fake quantization, so that the INT8 network loses less."},
               QKeySequence("Ctrl+Shift+T"))),
      layerErrors(make(
          w, {"layerErrors", "&Layer errors…", "Measure which layer's quantization costs what."},
          QKeySequence("Ctrl+L"))),
      pipeline(make(w,
                    {"pipeline", "&Run pipeline…",
                     "Evaluate, sweep, prune, fine-tune and quantize, one after the other."},
                    QKeySequence("Ctrl+R"))),
      cancelAll(make(w,
                     {"cancelAll", "&Cancel all jobs",
                      "Stop what is running and queued; what was measured is kept."},
                     QKeySequence("Ctrl+."))),
      about(make(w, {"about", "&About Secateur", "Version and licence."})) {
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
}

}  // namespace secateur
