#include "core/ranking/rank.h"

#include "tests/support/catch.h"

using namespace secateur;
using Catch::Matchers::ContainsSubstring;

namespace {

RankedNetwork network(const std::string& model, double sparsity, double channels, double drop,
                      double speedup) {
    RankedNetwork made;
    made.name = model;
    made.model = model + "_cifar";
    made.sparsity = SafeCut{sparsity, 0.9, 1, 1};
    made.channels = SafeCut{channels, 0.9, 1, 1};
    made.perChannel = QuantizedFigures{0.9, {drop, drop, drop}};
    made.perTensor = QuantizedFigures{0.9, {drop, drop, drop}};
    made.speedup = speedup;
    made.floatShare = 0.0;
    return made;
}

}  // namespace

TEST_CASE("networks are ranked by their places in pruning and quantization", "[ranking]") {
    StoredRanking ranking;
    ranking.networks = {network("vgg16", 0.9, 0.5, 0.0, 2.0),
                        network("resnet18", 0.8, 0.5, 0.001, 3.0),
                        network("densenet121", 0.5, 0.1, 0.05, 1.0)};
    const std::vector<NetworkRank> ranks = rankNetworks(ranking);
    // Sparsity 1, 2, 3; channels 1.5, 1.5, 3: means 1.25, 1.75, 3.
    CHECK(*ranks[0].pruning == 1.25);
    CHECK(*ranks[1].pruning == 1.75);
    CHECK(*ranks[2].pruning == 3.0);
    // Drops: 0 and 0.1 points are alike, 1.5, 1.5, 3 twice; speed 2, 1, 3; kernels all alike, 2.
    CHECK(*ranks[0].quantization == (1.5 + 1.5 + 2 + 2) / 4);
    CHECK(*ranks[1].quantization == (1.5 + 1.5 + 1 + 2) / 4);
    CHECK(*ranks[2].quantization == (3.0 + 3 + 3 + 2) / 4);
    // 1.5, 1.625 and 2.875.
    CHECK(*ranks[0].place == 1);
    CHECK(*ranks[1].place == 2);
    CHECK(*ranks[2].place == 3);
    const std::string reasons = reasonsOf(ranking.networks[2], ranks[2]);
    CHECK_THAT(reasons, ContainsSubstring("sparsity 50 % (place 3)"));
    CHECK_THAT(reasons, ContainsSubstring("drop per channel 5 points of top-1 (place 3)"));
    // Another language has its own words, in its own order.
    const auto say = [](const char* english) -> std::string {
        const std::string text = english;
        return text == "sparsity" ? "희소성" : text[0] == '{' ? "{3:g}위: {0} {1:.4g} {2}" : text;
    };
    CHECK_THAT(reasonsOf(ranking.networks[2], ranks[2], say),
               ContainsSubstring("3위: 희소성 50 %"));
}

TEST_CASE("a criterion that is missing for one network ranks none", "[ranking]") {
    StoredRanking ranking;
    ranking.networks = {network("vgg16", 0.9, 0.5, 0.0, 2.0),
                        network("resnet18", 0.8, 0.6, 0.1, 3.0)};
    ranking.networks[1].sparsity.reset();
    std::vector<NetworkRank> ranks = rankNetworks(ranking);
    CHECK_FALSE(ranks[0].byCriterion[0]);
    CHECK(*ranks[0].pruning == 2.0);  // by channels alone
    CHECK(ranks[0].place);
    ranking.networks[1].channels.reset();
    ranks = rankNetworks(ranking);
    CHECK_FALSE(ranks[0].pruning);
    CHECK_FALSE(ranks[0].place);
    CHECK_THAT(reasonsOf(ranking.networks[0], ranks[0]),
               ContainsSubstring("pruning: not measured"));
    CHECK(rankNetworks({}).empty());
}

TEST_CASE("what was claimed stands beside", "[ranking]") {
    CHECK(claimedRank("mobilenet_v2_cifar")->place == 1);
    CHECK(claimedRank("efficientnet_b0_cifar")->place == 5);
    CHECK(claimedRank("densenet121")->reason == "pruning hard: concatenations");
    CHECK_FALSE(claimedRank("test"));
}
