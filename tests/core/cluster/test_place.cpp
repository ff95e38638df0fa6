#include "core/cluster/place.h"

#include <map>

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace secateur;

namespace {

std::optional<ClusterPlace> placeIn(const std::map<std::string, std::string>& variables) {
    return clusterPlace([&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
}

void requirePlace(const std::map<std::string, std::string>& variables, int rank, int size,
                  const std::string& meetingPoint) {
    const auto place = placeIn(variables);
    REQUIRE(place);
    CHECK(place->rank == rank);
    CHECK(place->size == size);
    CHECK(place->meetingPoint() == meetingPoint);
}

std::string failureIn(const std::map<std::string, std::string>& variables) {
    try {
        placeIn(variables);
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::InvalidArgument);
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("launchers say where a process stands") {
    CHECK_FALSE(placeIn({}));
    CHECK_FALSE(placeIn({{"RANK", "0"}}));
    CHECK_FALSE(placeIn({{"RANK", "0"}, {"WORLD_SIZE", "1"}}));
    requirePlace(
        {{"RANK", "1"}, {"WORLD_SIZE", "4"}, {"MASTER_ADDR", "10.0.0.7"}, {"MASTER_PORT", "1234"}},
        1, 4, "10.0.0.7:1234");
    const auto elastic = placeIn({{"RANK", "0"},
                                  {"WORLD_SIZE", "2"},
                                  {"MASTER_ADDR", "a"},
                                  {"TORCHELASTIC_USE_AGENT_STORE", "True"},
                                  {"TORCHELASTIC_RESTART_COUNT", "3"}});
    CHECK(elastic->keptByLauncher);
    CHECK(elastic->prefix == "secateur/3/");
    requirePlace({{"SLURM_PROCID", "3"},
                  {"SLURM_STEP_NUM_TASKS", "8"},
                  {"SLURM_STEP_NODELIST", "gpu[03-07,12],login"}},
                 3, 8, "gpu03:29500");
    requirePlace({{"SLURM_PROCID", "0"},
                  {"SLURM_STEP_NUM_TASKS", "2"},
                  {"SLURM_STEP_NODELIST", "alpha,gpu[3-7]"}},
                 0, 2, "alpha:29500");
    requirePlace({{"OMPI_COMM_WORLD_RANK", "1"},
                  {"OMPI_COMM_WORLD_SIZE", "2"},
                  {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}},
                 1, 2, "127.0.0.1:29500");
    requirePlace({{"PMI_RANK", "0"}, {"PMI_SIZE", "2"}, {"MASTER_ADDR", "here"}}, 0, 2,
                 "here:29500");
}

TEST_CASE("an environment that makes no sense is refused by name") {
    CHECK(failureIn({{"RANK", "2"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}}) ==
          "the launcher's environment makes no sense: RANK (expected a number from 0 to 1, got "
          "\"2\")");
    CHECK(failureIn({{"RANK", "0"}, {"WORLD_SIZE", "two"}}).find("WORLD_SIZE") !=
          std::string::npos);
    CHECK(failureIn(
              {{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "70000"}})
              .find("MASTER_PORT") != std::string::npos);
    CHECK(failureIn({{"RANK", "0"}, {"WORLD_SIZE", "2"}}).find("MASTER_ADDR") != std::string::npos);
    CHECK(failureIn({{"OMPI_COMM_WORLD_RANK", "1"},
                     {"OMPI_COMM_WORLD_SIZE", "4"},
                     {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}})
              .find("MASTER_ADDR") != std::string::npos);
}
