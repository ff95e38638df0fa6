#include "core/stages/tried_rate.h"

#include <chrono>
#include <thread>

#include "core/base/error.h"
#include "core/graph/shapes.h"
#include "core/stages/network_source.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// Each image takes this long to read, however many are read at once.
class SlowDataset : public Dataset {
 public:
    SlowDataset(std::shared_ptr<const Dataset> images, int milliseconds)
        : m_images(std::move(images)), m_pause(milliseconds) {
        m_channels = m_images->channels();
        m_height = m_images->height();
        m_width = m_images->width();
    }
    int64_t size() const override { return m_images->size(); }
    int64_t label(int64_t index) const override { return m_images->label(index); }
    void read(int64_t index, uint8_t* out) const override {
        std::this_thread::sleep_for(m_pause);
        m_images->read(index, out);
    }

 private:
    const std::shared_ptr<const Dataset> m_images;
    const std::chrono::milliseconds m_pause;
};

}  // namespace

TEST_CASE("the rate that is tried has what loading takes in it", "[tried_rate]") {
    ImageData data = quadrantImages();
    const double fast = triedRate(tinyNetwork(), data, {});
    data.test = std::make_shared<SlowDataset>(data.test, 20);
    const double slow = triedRate(tinyNetwork(), data, {});
    CHECK(slow > 10.0);
    CHECK(slow < 50.0 * std::thread::hardware_concurrency());  // 50 a second and worker at most
    CHECK(slow < fast);
    data.classNames.pop_back();
    CHECK_THROWS_AS(triedRate(tinyNetwork(), data, {}), Error);
}

TEST_CASE("the digest of weights is of names, shapes and values", "[weights_digest]") {
    const Graph network = tinyNetwork();
    const std::string digest = weightsDigest(network);
    CHECK(digest.size() == 32);
    CHECK(weightsDigest(tinyNetwork()) == digest);
    CHECK(weightsDigest(withImages(network, 16, 16)) == digest);
    Graph other = network;
    at::Tensor weight = at::arange(128, at::kFloat).view({4, 32}).sin().mul(0.1);
    weight[3][31] += 1e-6;
    other.node(other.output()).setParameter("weight", weight);
    CHECK(weightsDigest(other) != digest);
    Study study;
    CHECK(weightsDigest(study, importNetwork(study, network, "tiny").id) == digest);
}
