#pragma once

#include <QString>

#include "core/base/size_unit.h"

namespace secateur {

/// What the user has chosen for the program, whatever study is open; kept in its settings file.
struct Preferences {
    int threads = 0;                ///< of the stages that measure; 0: a thread a core
    bool measureAtOpening = true;   ///< a network without a result, on firstLookImages
    int64_t firstLookImages = 500;  ///< test images
    int64_t sweepImages = 1000;     ///< held-out ones that the sweep's dialog proposes; 0: all
    int64_t cacheMegabytes = 256;   ///< of decoded images in memory
    int64_t diskGigabytes = 0;      ///< more of them in a file
    QString studyFolder;            ///< of studies that get no name; empty: defaultStudyFolder()
    QString launcher;               ///< of stages that are sent elsewhere; isLauncher()
    SizeUnit sizes = SizeUnit::Megabyte;  ///< that sizes of networks and weights are said in
    QString language;                     ///< a code, as "ko"; empty: the system's

    bool operator==(const Preferences&) const = default;
};

/// Whether it says where the command goes: `{command}`, or `{quoted}`.
bool isLauncher(const QString& launcher);

Preferences preferences();
/// Test images of the measurement at opening; 0: there is none.
int64_t usualFirstLook();
void savePreferences(const Preferences& preferences);
/// The program's own folder of data.
QString defaultStudyFolder();
/// Where a study goes that nobody has named; made where it is missing.
QString studyFolder();

}  // namespace secateur
