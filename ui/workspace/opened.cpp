#include "ui/workspace/opened.h"

#include <QDir>
#include <QFileInfo>
#include <map>
#include <mutex>

#include "core/base/error.h"
#include "core/data/image_cache.h"
#include "core/stages/network_source.h"
#include "core/study/measurements.h"
#include "core/study/settings.h"
#include "ui/base/preferences.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr uint64_t kShippedSeed = 1;  // of its training: the held-out part was not trained on

/// The one that is open already where a job still works on it: a file has one owner, and one that
/// was left can be returned to.
std::shared_ptr<Study> openShared(const QString& path) {
    static std::mutex mutex;
    static std::map<QString, std::weak_ptr<Study>> open;
    const std::lock_guard lock(mutex);
    if (const auto known = open[QFileInfo(path).canonicalFilePath()].lock()) {
        return known;
    }
    auto study = std::make_shared<Study>(path.toStdString());
    open[QFileInfo(path).canonicalFilePath()] = study;
    return study;
}

/// One that another process holds is looked at.
std::shared_ptr<Study> openOrFollow(const QString& path) {
    try {
        return openShared(path);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Busy) {
            throw;
        }
        return Study::follow(path.toStdString());
    }
}

/// In a folder that is made where it is missing.
std::shared_ptr<Study> makeStudy(const QString& path) {
    if (path.isEmpty()) {
        return std::make_shared<Study>();
    }
    QDir().mkpath(QFileInfo(path).path());
    return openShared(path);
}

std::shared_ptr<Study> openOrFallBack(const QString& path, QString& notice) {
    try {
        return makeStudy(path);
    } catch (const Error& error) {
        notice = Text::tr(
                     "The study's own file cannot be used, so this study is in memory: what is "
                     "measured is lost when the window closes, unless you save a copy (File). %1")
                     .arg(QString::fromStdString(error.what()));
        return std::make_shared<Study>();
    }
}

void remember(Study& study, const DataRequest& data, uint64_t seed) {
    keepImages(study, {data.location.toStdString(), data.folder});
    setSetting(study, setting::kSeed, std::to_string(seed));
}

/// Fills in what the study remembers.
void recall(OpenedStudy& opened) {
    if (opened.study->following()) {
        opened.notice = Text::tr(
            "Another program works on this study. Here it is only read, and shows what is measured "
            "there; open it again when that program has ended.");
    } else if (opened.study->readOnly()) {
        opened.notice = Text::tr(
            "This study cannot be written: what is measured now is lost when the window closes.");
    }
    const std::map<std::string, std::string> settings = listSettings(*opened.study);
    if (const auto found = settings.find(setting::kSeed); found != settings.end()) {
        opened.seed = QString::fromStdString(found->second).toULongLong();
    }
    if (const auto found = settings.find(setting::kTolerance); found != settings.end()) {
        const double tolerance = QString::fromStdString(found->second).toDouble();
        if (tolerance >= 0.0 && tolerance <= 100.0) {  // a study may hold anything
            opened.tolerance = tolerance;
        }
    }
    try {
        if (const std::optional<KeptImages> images = keptImages(*opened.study)) {
            opened.data = DataRequest{QString::fromStdString(images->location), images->options};
        }
    } catch (const Error& error) {
        opened.notice = QString::fromStdString(error.what());
    }
}

/// A study that is there already, looked at from its first network on.
OpenedStudy recalled(std::shared_ptr<Study> study) {
    OpenedStudy opened;
    opened.study = std::move(study);
    recall(opened);
    const std::vector<Variant> variants = listVariants(*opened.study);
    if (!variants.empty()) {
        opened.variant = variants.front().id;
    }
    return opened;
}

}  // namespace

QString joined(const std::vector<std::string>& notes) {
    QStringList lines;
    for (const std::string& note : notes) {
        lines << QString::fromStdString(note);
    }
    return lines.join(QLatin1Char('\n'));
}

OpenedStudy openDefaultStudy(const QString& path, const QString& checkpoint) {
    OpenedStudy opened;
    opened.study = openOrFallBack(path, opened.notice);
    if (listVariants(*opened.study).empty()) {
        importCheckpoint(*opened.study, {checkpoint.toStdString(), {}}, nullptr);
        remember(*opened.study, {"fashion-mnist", {}}, kShippedSeed);
    }
    recall(opened);
    opened.variant = listVariants(*opened.study).front().id;
    return opened;
}

OpenedStudy openExistingStudy(const QString& path) {
    if (!QFileInfo::exists(path)) {  // Study would make it
        throw Error(ErrorCode::NotFound, Text::tr("there is no such study").toStdString(),
                    {path.toStdString(), "", ""});
    }
    return recalled(openOrFollow(path));
}

OpenedStudy followExistingStudy(const QString& path) {
    return recalled(Study::follow(path.toStdString()));
}

ImageData openData(const DataRequest& request) {
    const Preferences chosen = preferences();
    setImageCacheLimits({chosen.cacheMegabytes * 1'000'000, chosen.diskGigabytes * 1'000'000'000});
    return openImageData(request.location.toStdString(), request.folder);
}

OpenedStudy createStudy(const StudyRequest& request, const RunContext& context) {
    if (!request.path.isEmpty() && QFileInfo::exists(request.path)) {
        throw Error(
            ErrorCode::InvalidArgument,
            Text::tr("there is a file of this name already").toStdString(),
            {request.path.toStdString(), Text::tr("a new name, or File, Open").toStdString(), ""});
    }
    const ImageData data = openData(request.data);
    OpenedStudy opened;
    // First: a network that does not fit must leave no file behind.
    std::optional<ReadNetwork> network;
    if (!request.checkpoint.isEmpty()) {
        network = readNetwork({.checkpoint = request.checkpoint.toStdString(),
                               .model = request.model.toStdString(),
                               .form = request.form,
                               .seed = request.seed},
                              &data, context);
        opened.notice = joined(network->notes);
    } else {
        Study trial;
        importRandomNetwork(trial, request.model.toStdString(), data, request.seed);
    }
    opened.study = makeStudy(request.path);
    opened.variant = network ? importNetwork(*opened.study, *network).id
                             : importRandomNetwork(*opened.study, request.model.toStdString(), data,
                                                   request.seed)
                                   .id;
    opened.seed = request.seed;
    opened.data = request.data;
    opened.firstLook = request.firstLook;
    remember(*opened.study, request.data, request.seed);
    return opened;
}

}  // namespace secateur
