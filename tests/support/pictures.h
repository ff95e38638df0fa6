#pragma once

#include <QString>

namespace secateur::test {

inline constexpr int kLong = 240'000;  // ms; a stage takes a second or two on an idle machine
inline constexpr int kTestImages = 40;

/// Settings and data of the program go into a temporary folder from here on.
void useTemporaryHome();
/// An image folder: ten classes of 16x16 pictures that differ by the place of a bar, 20 a class to
/// train on and 4 to test on.
void makePictures(const QString& folder);
/// Made once a process: such a folder, and a network that was trained on it.
const QString& sharedPictures();
const QString& trainedCheckpoint();

}  // namespace secateur::test
