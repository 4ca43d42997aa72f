// A folder that is gone after the test. It is in memory where the system has a place for that:
// thousands of stores are made here, and what they sync would take a disk minutes.

#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <unistd.h>

namespace polhist {

class TestFolder {
public:
    TestFolder() {
        std::string name = (place() / "polhist-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }

    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    ~TestFolder() {
        std::error_code error;
        std::filesystem::remove_all(path_, error);
    }

    [[nodiscard]] std::string operator/(const std::string& name) const {
        return path_ + "/" + name;
    }

private:
    static std::filesystem::path place() {
        const std::filesystem::path memory = "/dev/shm";
        constexpr std::uintmax_t wanted = std::uintmax_t{256} * 1024 * 1024;
        std::error_code error;
        const auto space = std::filesystem::space(memory, error);
        return !error && space.available >= wanted && ::access(memory.c_str(), W_OK | X_OK) == 0
                   ? memory
                   : std::filesystem::temp_directory_path();
    }

    std::string path_;
};

} // namespace polhist
