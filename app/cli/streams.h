#pragma once

#include <string>

namespace secateur::cli {

// Standard output and standard error may be a full disk, a pipe that nobody reads, or closed. No
// function here throws or ends the program for that: the work and what it saves come first. All
// but `printData` show text for a person and pass it through printable() (core/base/text.h).

/// First thing in main: a closed standard stream becomes one that refuses writes (else the next
/// file that is opened would take its number, and messages would go into it), and neither a closed
/// pipe nor the limit of a file's size ends the program by a signal; writes fail instead.
void prepareStreams();

/// A line on standard error.
void printMessage(const std::string& line);
/// What stands in the last line of a terminal, rewritten by the next call and by printMessage;
/// empty: nothing.
void printStatus(const std::string& text);
/// A line on standard output.
void printResult(const std::string& line);
/// The same, for a program: as it is.
void printData(const std::string& line);

/// Error(Io) if something that went to standard output did not arrive.
void requireOutput();

}  // namespace secateur::cli
