#include "given.h"
#include "ingest/folder.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace polhist::ingest {
namespace {

namespace fs = std::filesystem;

// A folder of its own, gone with the test.
class Folder {
public:
    Folder() {
        std::string name = fs::temp_directory_path() / "polhist-XXXXXX";
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    ~Folder() { fs::remove_all(path_); }

    Folder& with(const std::string& file, const std::string& text) {
        fs::create_directories((path_ / file).parent_path());
        std::ofstream(path_ / file) << text;
        return *this;
    }

    [[nodiscard]] fs::path path() const { return path_; }

private:
    fs::path path_;
};

TEST_CASE("a folder gives the policies of all its files") {
    Folder folder;
    folder.with("a/P.json", given::allowing("a:B"))
        .with("policies/Q", given::allowing("a:C"))
        .with("R.json", "{")
        .with("README.md", "# About\n")
        .with("run.sh", "exit")
        .with(".git/config", "x")
        .with("S/2021-08-11_v13.json",
              given::quoted("{'PolicyVersion':{'VersionId':'v13','Document':") +
                  given::allowing("a:D") + "}}");
    fs::create_directory_symlink(folder.path(), folder.path() / "loop");
    const auto imported = read_folder(folder.path(), {});
    REQUIRE(imported);
    CHECK(given::versions(imported->claims).size() == 3);
    CHECK(given::versions(imported->claims)[2] == "local:S v13 -");
    REQUIRE(imported->rejected.size() == 1);
    CHECK(imported->rejected[0].path == "R.json");
    REQUIRE(imported->notes.size() == 1);
    CHECK(imported->notes[0].find("2 files hold no policies") != std::string::npos);
}

TEST_CASE("policies whose files have one name are called by their path") {
    Folder folder;
    folder.with("dev/policy.json", given::allowing("a:B"))
        .with("prod/policy.yaml",
              "Version: 2012-10-17\nStatement:\n- {Effect: Allow, Action: 'a:C', Resource: '*'}\n")
        .with("one/other.json", given::allowing("a:D"))
        .with("package.json", "{\"version\": \"1\"}")
        .with("chart/values.yaml", "a: {{ .Values.x }}\nb: [\n")
        .with("stack/template.yaml", "Resources:\n  A: {Type: 'AWS::S3::Bucket'}\n");
    const auto imported = read_folder(folder.path(), {});
    REQUIRE(imported);
    const auto versions = given::versions(imported->claims);
    REQUIRE(versions.size() == 3);
    CHECK(versions[0].starts_with("local:dev/policy "));
    CHECK(versions[1].starts_with("local:other "));
    CHECK(versions[2].starts_with("local:prod/policy "));
    CHECK(imported->rejected.empty());
    REQUIRE(imported->notes.size() == 1);
    CHECK(imported->notes[0].ends_with("3 files hold no policies and were passed over"));
}

TEST_CASE("a folder without any document is an error") {
    Folder folder;
    CHECK_FALSE(read_folder(folder.path(), {}));
    folder.with("README.md", "# About\n").with(".P.json", given::allowing("a:B"));
    CHECK_FALSE(read_folder(folder.path(), {}));
    CHECK_FALSE(read_folder(folder.path() / "nowhere", {}));
}

TEST_CASE("what is no file is refused, not waited for") {
    Folder folder;
    const std::string pipe = folder.path() / "P.json";
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(read_input(pipe, largest_file).error().message == pipe + ": nobody writes to this pipe");
    CHECK(read_input(folder.path(), largest_file).error().message.find("is no file") !=
          std::string::npos);
    CHECK(read_input("/dev/zero", largest_file).error().message ==
          "/dev/zero: is no file; name a file, or `-` for stdin");
    folder.with("Q.json", given::allowing("a:B"));
    const auto imported = read_folder(folder.path(), {});
    REQUIRE(imported);
    CHECK(imported->rejected.size() == 1);
    CHECK(imported->claims.versions.size() == 1);
}

} // namespace
} // namespace polhist::ingest
