#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "tests/support/catch.h"

namespace secateur::test {

/// A folder that goes away with the object.
class TemporaryFolder {
 public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "secateur-XXXXXX").string();
        m_path = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    std::string file(const std::string& name) const { return (m_path / name).string(); }
    std::string path() const { return m_path.string(); }

 private:
    std::filesystem::path m_path;
};

/// Runs `action` and gives the Error that it throws; fails the test if it throws none.
template <class Action>
Error errorOf(Action&& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    FAIL("no Error was thrown");
    throw std::logic_error("unreachable");
}

/// True if `action` succeeds, false if it throws an Error; anything else fails the test.
template <class Action>
bool succeedsOrThrowsError(Action&& action) {
    try {
        action();
        return true;
    } catch (const Error&) {
        return false;
    }
}

inline bool identical(const at::Tensor& a, const at::Tensor& b) {
    return a.scalar_type() == b.scalar_type() && a.sizes() == b.sizes() && at::equal(a, b);
}

}  // namespace secateur::test
