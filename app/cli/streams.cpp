#include "app/cli/streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "core/base/error.h"
#include "core/base/text.h"

namespace secateur::cli {

namespace {

bool g_statusShown = false;
int g_outputError = 0;  ///< errno of the first write to standard output that failed

/// Gives errno, 0 if all was written.
int write(std::FILE* stream, const std::string& text) {
    errno = 0;
    const bool complete = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
    return std::fflush(stream) == 0 && complete ? 0 : errno == 0 ? EIO : errno;
}

std::string clearedLine() {
    const bool shown = g_statusShown;
    g_statusShown = false;
    return shown ? "\r\033[K" : "";
}

}  // namespace

void prepareStreams() {
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(fd, F_GETFD) == -1 && errno == EBADF) {
            ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);  // takes this number
        }
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

void printMessage(const std::string& line) {
    write(stderr, clearedLine() + printable(line) + "\n");
}

void printStatus(const std::string& text) {
    std::string line = clearedLine() + printable(text);
    g_statusShown = !text.empty();
    write(stderr, line);
}

void printResult(const std::string& line) {
    printData(printable(line));
}

void printData(const std::string& line) {
    const int error = write(stdout, line + "\n");
    if (g_outputError == 0) {
        g_outputError = error;
    }
}

void requireOutput() {
    if (g_outputError != 0) {
        throw Error(ErrorCode::Io, "cannot write",
                    {"standard output", "", std::strerror(g_outputError)});
    }
}

}  // namespace secateur::cli
