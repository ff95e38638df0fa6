#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

namespace secateur::test {

/// A new folder that is removed at the end.
class Scratch {
 public:
    Scratch() {
        static int number = 0;
        m_folder = std::filesystem::temp_directory_path() /
                   ("secateur-test-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        std::filesystem::create_directories(m_folder);
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    std::string operator/(const std::string& name) const { return (m_folder / name).string(); }

 private:
    std::filesystem::path m_folder;
};

}  // namespace secateur::test
