// A folder that is gone after the test.

#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace polhist {

class TestFolder {
public:
    TestFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "polhist-XXXXXX").string();
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
    std::string path_;
};

} // namespace polhist
