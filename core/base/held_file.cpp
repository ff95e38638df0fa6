#include "core/base/held_file.h"

#include <sys/stat.h>

#include <mutex>
#include <set>

namespace secateur {

namespace {

struct Held {
    std::mutex mutex;
    std::multiset<std::string> files;
};

Held& held() {
    static Held all;
    return all;
}

/// Device and number, which all of a file's names share; empty: there is no such file.
std::string numberOf(const std::string& path) {
    struct stat about {};
    return ::stat(path.c_str(), &about) == 0
               ? std::to_string(about.st_dev) + ":" + std::to_string(about.st_ino)
               : std::string();
}

}  // namespace

HeldFile::HeldFile(const std::string& path) : m_file(numberOf(path)) {
    if (!m_file.empty()) {
        const std::lock_guard lock(held().mutex);
        held().files.insert(m_file);
    }
}

HeldFile::~HeldFile() {
    if (!m_file.empty()) {
        const std::lock_guard lock(held().mutex);
        held().files.erase(held().files.find(m_file));
    }
}

bool isHeld(const std::string& path) {
    const std::string file = numberOf(path);
    const std::lock_guard lock(held().mutex);
    return held().files.contains(file);
}

}  // namespace secateur
