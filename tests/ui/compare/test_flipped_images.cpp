#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <atomic>
#include <set>
#include <thread>

#include "core/base/error.h"
#include "tests/support/sample_study.h"
#include "tests/support/settle.h"
#include "tests/support/ui_catch.h"
#include "ui/base/export_writer.h"
#include "ui/compare/flipped_images_view.h"

namespace secateur {

namespace {

std::shared_ptr<const Comparison> smallComparison(int64_t reference = 1) {
    return std::make_shared<Comparison>(
        compareVariants(test::smallStudy(), 1, {1, 2, 3}, reference));
}

std::vector<int64_t> indicesOf(const FlippedImagesView& view) {
    std::vector<int64_t> indices;
    for (const FlippedImage& image : view.shown()) {
        indices.push_back(image.index);
    }
    return indices;
}

/// Two colours: image k has red k, green 100 + k, blue 200 + k; image 3 cannot be read. Counts.
class CountedImages : public Dataset {
 public:
    CountedImages() {
        m_channels = 3;
        m_height = 1;
        m_width = 2;
    }
    int64_t size() const override { return 50; }
    int64_t label(int64_t) const override { return 0; }
    void read(int64_t index, uint8_t* out) const override {
        ++reads;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        if (index == 3) {
            throw Error(ErrorCode::CorruptData, "not a JPEG", {"three.jpg", "", ""});
        }
        for (int k = 0; k < 6; ++k) {
            out[k] = static_cast<uint8_t>(index + 100 * (k % 3));
        }
    }
    mutable std::atomic<int> reads{0};
};

TEST_CASE("pictures are decoded off the GUI thread, and a failure is told") {
    PictureLoader loader;
    QSignalSpy loaded(&loader, &PictureLoader::loaded);
    const auto images = std::make_shared<CountedImages>();
    loader.setImages(images);
    loader.request({5, 3, 70});
    CHECK_FALSE(loader.find(5));
    REQUIRE(QTest::qWaitFor([&] { return loaded.count() == 3; }));
    CHECK(loader.find(5)->image.pixel(1, 0) == qRgb(5, 105, 205));
    CHECK(loader.find(3)->image.isNull());
    CHECK(loader.find(3)->failure.contains("not a JPEG"));
    CHECK(loader.find(70)->failure.contains("no image 70"));
    loader.request({5, 6});
    REQUIRE(QTest::qWaitFor([&] { return loader.find(6) != nullptr; }));
    CHECK(loaded.count() == 4);
    CHECK(images->reads == 3);  // 5, 3 and 6: what was decoded is kept, there is no image 70
}

TEST_CASE("what was asked for before is dropped, also by other images and at the end") {
    const auto images = std::make_shared<CountedImages>();
    {
        PictureLoader loader;
        QSignalSpy loaded(&loader, &PictureLoader::loaded);
        loader.setImages(images);
        std::vector<int64_t> many;
        for (int64_t i = 4; i < 50; ++i) {
            many.push_back(i);
        }
        loader.request(many);
        loader.request({1});
        REQUIRE(QTest::qWaitFor([&] { return loader.find(1) != nullptr; }));
        CHECK(images->reads < 10);
        loader.request(many);
        const auto others = std::make_shared<CountedImages>();
        loader.setImages(others);
        loader.request({2});
        REQUIRE(QTest::qWaitFor([&] { return loader.find(2) != nullptr; }));
        CHECK(others->reads == 1);
        CHECK_FALSE(loader.find(1));
        CHECK_FALSE(loader.find(4));
        loader.request(many);
    }
    CHECK(QTest::qWaitFor([&] { return images.use_count() == 1; }));
}

TEST_CASE("a flipped image says how sure both networks are, where that is known") {
    const auto study = std::make_shared<StudySnapshot>(*test::smallStudy());
    study->evaluations[1].result.confidences.assign(8, 0.5046F);
    const auto comparison = std::make_shared<Comparison>(compareVariants(study, 1, {1, 2}, 1));
    PictureLoader loader;
    FlippedImagesModel model(loader);
    model.setImages(comparison, 2, changesOf(*comparison, *comparison->find(2)).flipped);
    CHECK(model.index(2).data().toString() == QStringLiteral("dog: dog → owl 50.5 %"));
    CHECK(model.index(2).data(FlippedImagesModel::DetailsRole).toString() ==
          "Image 14 of test: dog.  FP32: dog.  pruned: owl 50.5 %.  Broken.");

    study->evaluations[1].result.confidences.assign(8, 0.9997F);
    const auto sure = std::make_shared<Comparison>(compareVariants(study, 1, {1, 2}, 1));
    model.setImages(sure, 2, changesOf(*sure, *sure->find(2)).flipped);
    CHECK(model.index(2).data().toString().endsWith("owl 99.9 %"));  // not all
}

TEST_CASE("flipped images are listed with both predictions") {
    PictureLoader loader;
    FlippedImagesModel model(loader);
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto comparison = smallComparison();
    const auto& evaluations = comparison->snapshot->evaluations;
    model.setImages(
        comparison, 2,
        flippedImages(evaluations[0].result, evaluations[1].result, comparison->images->indices));
    REQUIRE(model.rowCount() == 4);
    CHECK(model.index(2).data().toString() == QStringLiteral("dog: dog → owl"));
    CHECK(model.index(2).data(FlippedImagesModel::DetailsRole).toString() ==
          "Image 14 of test: dog.  FP32: dog.  pruned: owl.  Broken.");
    CHECK(model.index(3).data(FlippedImagesModel::KindRole).toInt() ==
          static_cast<int>(FlipKind::BothWrong));
    CHECK(model.index(0).data(FlippedImagesModel::PictureRole).value<QImage>().isNull());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    loader.setImages(test::smallData()->test);
    loader.request({12});
    REQUIRE(QTest::qWaitFor([&] { return changed.count() == 1; }));
    CHECK(changed[0][0].toModelIndex().row() == 1);
    const auto picture = model.index(1).data(FlippedImagesModel::PictureRole).value<QImage>();
    CHECK(qGray(picture.pixel(0, 0)) == 12);
}

TEST_CASE("flipped images are filtered by kind, class and cell") {
    FlippedImagesView view;
    view.setComparison(smallComparison(), 2);
    CHECK(indicesOf(view) == std::vector<int64_t>{11, 12, 14, 15});
    auto* kinds = view.findChild<QComboBox*>("flipKindFilter");
    auto* classes = view.findChild<QComboBox*>("flipClassFilter");
    auto* cell = view.findChild<QToolButton*>("flipCellFilter");
    CHECK(kinds->itemText(1).contains("Broken (2)"));
    CHECK(kinds->itemText(2).contains("Repaired (1)"));
    CHECK(kinds->itemText(3).contains("both wrong (1)"));
    kinds->setCurrentIndex(1);
    CHECK(indicesOf(view) == std::vector<int64_t>{11, 14});
    classes->setCurrentIndex(classes->findText("dog"));
    CHECK(indicesOf(view) == std::vector<int64_t>{14});
    CHECK(cell->isHidden());
    // Label dog, taken for owl: by the variant (14) or by the reference (15).
    view.showCell(1, 2);
    CHECK(indicesOf(view) == std::vector<int64_t>{14, 15});
    CHECK_FALSE(cell->isHidden());
    CHECK(view.csv() ==
          "variant,reference,index,file,label,reference_prediction,reference_confidence,prediction,"
          "confidence,kind\n"
          "pruned,FP32,14,,dog,dog,,owl,,broken\npruned,FP32,15,,dog,owl,,cat,,both wrong\n");
    view.showCell(2, 1);
    CHECK(view.findChild<QLabel*>("flippedMessage")->text().contains("passes these filters"));
    QTest::mouseClick(cell, Qt::LeftButton);
    CHECK(view.shown().size() == 4);
    view.showClass(0);
    CHECK(indicesOf(view) == std::vector<int64_t>{11, 12});
}

TEST_CASE("arrow keys go from image to image, and only those in view are decoded") {
    std::vector<int32_t> labels(3000, 0);
    const auto study = test::largeStudy(labels, {"a", "b"}, "pets-digest", 2);
    // The variant takes every image for the other class.
    study->evaluations[1].result.predictions.assign(3000, 1);
    study->evaluations[0].result.predictions.assign(3000, 0);
    const auto images = std::make_shared<CountedImages>();
    auto data = test::smallData();
    data->test = images;
    FlippedImagesView view;
    view.resize(700, 600);
    view.setData(data);
    view.setComparison(std::make_shared<Comparison>(compareVariants(study, 1, {1, 2}, 1)), 2);
    view.show();
    auto* list = view.findChild<QListView*>("flippedImagesList");
    settle();
    const auto inView = [&](int row) {
        return list->viewport()->rect().contains(
            list->visualRect(list->model()->index(row, 0)).center());
    };
    int last = 0;
    while (inView(last + 1)) {
        ++last;
    }
    REQUIRE(last > 8);
    REQUIRE(QTest::qWaitFor([&] {
        const QModelIndex end = list->model()->index(last, 0);
        return !end.data(FlippedImagesModel::PictureRole).value<QImage>().isNull();
    }));
    CHECK(images->reads > last);  // image 3 cannot be read, but is tried
    CHECK(images->reads < 50);
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Right);
    CHECK(list->currentIndex().row() == 1);
    QTest::keyClick(list, Qt::Key_Down);
    const int columns = list->currentIndex().row() - 1;
    CHECK(columns >= 4);
    CHECK(view.findChild<QLabel*>("flippedDetails")
              ->text()
              .startsWith(QString("Image %1 of test: a.").arg(1 + columns)));
    QTest::keyClick(list, Qt::Key_Left);
    CHECK(list->currentIndex().row() == columns);
}

TEST_CASE("pictures of other data are not shown as those of this one") {
    FlippedImagesView view;
    view.setComparison(smallComparison(), 2);
    auto* note = view.findChild<QLabel*>("flippedPictureNote");
    CHECK_FALSE(note->isHidden());
    CHECK(note->text().contains("pets"));
    auto other = test::smallData();
    other->digest = "other";
    view.setData(other);
    CHECK_FALSE(note->isHidden());
    view.setData(test::smallData());
    CHECK(note->isHidden());
}

TEST_CASE("without two measured networks there is nothing to flip") {
    FlippedImagesView view;
    CHECK(view.csv().isEmpty());
    for (const int64_t variant : {1, 3, 9}) {
        view.setComparison(smallComparison(), variant);
        CHECK(view.shown().empty());
        CHECK(view.csv().isEmpty());
        CHECK(view.findChild<QLabel*>("flippedMessage")->text().contains("Choose"));
    }
    CHECK_FALSE(exportImage(view, view.exportSize(), 1.0).isNull());
    auto same = test::smallStudy();
    same->evaluations[1].result = same->evaluations[0].result;
    view.setComparison(std::make_shared<Comparison>(compareVariants(same, 1, {1, 2}, 1)), 2);
    CHECK(view.csv() ==
          "variant,reference,index,file,label,reference_prediction,reference_confidence,prediction,"
          "confidence,kind\n");
    CHECK(view.findChild<QLabel*>("flippedMessage")->text().contains("alike"));
}

TEST_CASE("the contact sheet is drawn on white with all colours of its marks") {
    FlippedImagesView view;
    view.setData(test::smallData());
    view.setComparison(smallComparison(), 2);
    const QImage sheet = exportImage(view, view.exportSize(), 1.0);
    CHECK(sheet.pixel(sheet.width() - 1, sheet.height() - 1) == qRgb(255, 255, 255));
    std::set<QRgb> colours;
    for (int y = 0; y < sheet.height(); ++y) {
        for (int x = 0; x < sheet.width(); ++x) {
            colours.insert(sheet.pixel(x, y));
        }
    }
    CHECK(colours.contains(paperTheme().warning.rgb()));
    CHECK(colours.contains(paperTheme().accent.rgb()));
    CHECK(colours.contains(qRgb(14, 14, 14)));  // the picture of image 14
}

}  // namespace

}  // namespace secateur
