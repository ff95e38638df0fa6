#include "core/data/cifar_pickle.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/io/pickle_reader.h"

namespace secateur {

namespace {

constexpr size_t kImageBytes = 3 * 32 * 32;

/// A pickle in memory.
struct Pickled {
    explicit Pickled(const std::string& file)
        : path(file), bytes(readFile(path)), cursor(bytes.data(), bytes.size(), path) {
        root = reader.read(cursor);
    }

    /// The value under `key`, which Python 3 may have as bytes.
    const PickleValue* find(const std::string& key) const {
        for (size_t i = 0; root->is(PickleKind::Dict) && i + 1 < root->items.size(); i += 2) {
            const PickleValue& name = *root->items[i];
            if ((name.is(PickleKind::Text) || name.is(PickleKind::Bytes)) && name.text == key) {
                return root->items[i + 1];
            }
        }
        return nullptr;
    }
    [[noreturn]] void fail(const std::string& expected, const std::string& got = "") const {
        throw Error(ErrorCode::CorruptData, "not a batch of CIFAR", {path, expected, got});
    }

    std::string path;
    std::vector<uint8_t> bytes;
    ByteCursor cursor;
    PickleReader reader;
    const PickleValue* root = nullptr;
};

/// The raw bytes of a numpy array: the last part of its state.
const std::string* arrayBytes(const PickleValue* array) {
    if (array == nullptr || !array->is(PickleKind::Object)) {
        return nullptr;
    }
    for (const PickleValue* part : array->items) {
        if (part->is(PickleKind::Tuple) && part->items.size() == 5 &&
            (part->items[4]->is(PickleKind::Bytes) || part->items[4]->is(PickleKind::Text))) {
            return &part->items[4]->text;
        }
    }
    return nullptr;
}

}  // namespace

CifarBatch readCifarBatch(const std::string& path, int classes) {
    const Pickled file(path);
    const PickleValue* labels = file.find("labels");
    labels = labels == nullptr ? file.find("fine_labels") : labels;
    if (labels == nullptr || !labels->is(PickleKind::List)) {
        file.fail("a list of labels");
    }
    const std::string* pixels = arrayBytes(file.find("data"));
    if (pixels == nullptr) {
        file.fail("an array of pixels");
    }
    if (pixels->size() != labels->items.size() * kImageBytes) {
        file.fail(fmt::format("{} bytes of pixels", labels->items.size() * kImageBytes),
                  std::to_string(pixels->size()));
    }
    CifarBatch batch;
    batch.planes.assign(pixels->begin(), pixels->end());
    for (const PickleValue* label : labels->items) {
        if (!label->is(PickleKind::Int) || label->integer < 0 || label->integer >= classes) {
            file.fail(fmt::format("labels from 0 to {}", classes - 1));
        }
        batch.labels.push_back(static_cast<uint8_t>(label->integer));
    }
    return batch;
}

std::vector<std::string> readCifarNames(const std::string& path) {
    const Pickled file(path);
    const PickleValue* names = file.find("label_names");
    names = names == nullptr ? file.find("fine_label_names") : names;
    if (names == nullptr || !names->is(PickleKind::List)) {
        file.fail("a list of label_names");
    }
    std::vector<std::string> result;
    for (const PickleValue* name : names->items) {
        result.push_back(toUtf8(name->text));
    }
    return result;
}

}  // namespace secateur
