#include "core/base/file_name.h"

#include <filesystem>

#include "tests/support/catch.h"

using namespace secateur;

TEST_CASE("a name makes a file of the folder that it is joined to", "[file_name]") {
    CHECK(fileNameOf("pruned 2", ".safetensors") == "pruned 2.safetensors");
    CHECK(fileNameOf("fine-tuned (best epoch)", ".onnx") == "fine-tuned (best epoch).onnx");
    const std::string nul("a\0b", 3);
    for (const std::string& name :
         {std::string("../PWNED"), std::string("/etc/passwd"), std::string(".."), std::string("."),
          std::string(), std::string("a/b"), std::string("a\\b"), nul, std::string("-rf"),
          std::string(".hidden"), std::string("a\nb"), std::string("\xe9\xff"),
          std::string(5000, 'x')}) {
        const std::string file = fileNameOf(name, ".safetensors");
        INFO(name << " -> " << file);
        const std::filesystem::path path = std::filesystem::path("/report") / file;
        CHECK(path.lexically_normal().parent_path() == "/report");
        CHECK(file.size() <= 230);
        CHECK(file.find_first_of(std::string("/\\\n\0", 4)) == std::string::npos);
        CHECK(file.front() != '.');
        CHECK(file.front() != '-');
        CHECK(file.ends_with(".safetensors"));
    }
    CHECK(fileNameOf("a/b", "") != fileNameOf("a\\b", ""));
    CHECK(fileNameOf("a/b", "") != fileNameOf("a_b", ""));
}
