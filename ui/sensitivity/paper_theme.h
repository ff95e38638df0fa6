#pragma once

#include "ui/base/theme.h"

namespace secateur {

/// The colours of exported pictures: papers are white.
inline Theme sensitivityPaperTheme() {
    QPalette paper;
    paper.setColor(QPalette::Base, Qt::white);
    paper.setColor(QPalette::Text, Qt::black);
    return themeFor(paper);
}

}  // namespace secateur
