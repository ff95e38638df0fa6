#include "core/study/unlocked_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "core/base/error.h"
#include "core/base/file.h"

namespace secateur {

namespace {

constexpr std::chrono::milliseconds kTick{25};  // file systems' clocks have 1 to 10

}  // namespace

UnlockedFile::State UnlockedFile::stateNow() const {
    struct stat about {};
    if (::stat(m_path.c_str(), &about) != 0) {
        throw Error(ErrorCode::NotFound, "the study is no longer there",
                    {m_path, "", std::strerror(errno)});
    }
    return {about.st_dev, about.st_ino, about.st_size,
            about.st_mtim.tv_sec * 1'000'000'000 + about.st_mtim.tv_nsec};
}

/// A journal whose header is not zeroed holds the pages from before the transaction under way.
bool UnlockedFile::isBeingWritten() const {
    const FileDescriptor journal(::open((m_path + "-journal").c_str(), O_RDONLY | O_CLOEXEC));
    char first = 0;
    return journal.get() >= 0 && ::read(journal.get(), &first, 1) == 1 && first != 0;
}

std::optional<std::vector<uint8_t>> UnlockedFile::read(std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    do {
        const State before = stateNow();
        if (before == m_read) {
            return std::nullopt;
        }
        std::this_thread::sleep_for(kTick);
        const auto rests = [&] { return !isBeingWritten() && stateNow() == before; };
        if (rests()) {
            std::vector<uint8_t> bytes = readFile(m_path);
            if (rests()) {
                m_read = before;
                return bytes;
            }
        }
    } while (std::chrono::steady_clock::now() < end);
    return std::nullopt;
}

}  // namespace secateur
