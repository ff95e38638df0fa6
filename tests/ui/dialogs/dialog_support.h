#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>

#include "ui/dialogs/dialog_context.h"

namespace secateur::test {

inline DialogContext fashionContext() {
    DialogContext context;
    context.variantName = "mobilenet_v2_fashion_mnist";
    context.dataName = "fashion-mnist";
    context.trainImages = 55'000;
    context.heldOutImages = 5'000;
    context.testImages = 10'000;
    context.height = 28;
    context.width = 28;
    context.layers = {"conv1", "layers.0.conv1", "layers.0.conv2", "layers.0.conv3", "linear"};
    context.channelGroups = {{"conv1", "stem", 32},
                             {"layers.0.conv1", "expand", 32},
                             {"layers.1.conv1", "expand", 96},
                             {"other", "", 10}};
    context.networks = {{1, "baseline", true}, {2, "pruned", false}, {3, "int8", true}};
    context.cores = 2;
    return context;
}

/// The child of this name; the test fails where there is none.
template <class T>
T* child(QWidget& parent, const char* name) {
    T* found = parent.findChild<T*>(name);
    REQUIRE(found != nullptr);
    return found;
}

/// What the dialog says is wrong; empty while its button is enabled.
inline QString problemOf(QDialog& dialog) {
    const QString problem = child<QLabel>(dialog, "problem")->text();
    CHECK(child<QPushButton>(dialog, "accept")->isEnabled() == problem.isEmpty());
    return problem;
}

inline QString summaryOf(QDialog& dialog) {
    return child<QLabel>(dialog, "summary")->text();
}

}  // namespace secateur::test
