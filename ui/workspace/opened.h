#pragma once

#include <QString>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/stages/network_source.h"
#include "core/study/study.h"

namespace secateur {

/// Where a data set is and how its images become one shape.
struct DataRequest {
    QString location;  ///< "fashion-mnist" or a folder
    ImageFolderOptions folder;
};

/// A network to be read from a file.
struct NetworkRequest {
    QString path;
    QString model;  ///< empty: the one whose weights fit
    NetworkForm form;
};

/// What to make a study of.
struct StudyRequest {
    QString path;  ///< empty: in memory
    QString model;
    QString checkpoint;  ///< empty: random parameters, to be trained
    NetworkForm form;    ///< of the checkpoint
    DataRequest data;
    uint64_t seed = 0;
    /// Test images that the network is measured on at once; 0: it is not; none: as the preferences
    /// say.
    std::optional<int64_t> firstLook = {};
};

/// A study that was opened, ready for the workspace.
struct OpenedStudy {
    std::shared_ptr<Study> study;
    int64_t variant = 0;  ///< to look at first; 0: the study holds none
    uint64_t seed = 0;
    double tolerance = 2.0;
    std::optional<DataRequest> data;   ///< which data to open beside it
    std::optional<int64_t> firstLook;  ///< StudyRequest::firstLook
    QString notice;                    ///< what the user should know, a line each; empty: nothing
};

/// The functions below are jobs: any thread, and they throw Error.

/// The study of the shipped network and Fashion-MNIST in the user's data folder; in memory, with a
/// notice, where another process has it open.
OpenedStudy openDefaultStudy(const QString& path, const QString& checkpoint);
OpenedStudy openExistingStudy(const QString& path);
/// For reading, whoever writes it.
OpenedStudy followExistingStudy(const QString& path);
/// Decoded images are kept as the preferences say.
ImageData openData(const DataRequest& request);
/// Data first, because the network is checked against it.
OpenedStudy createStudy(const StudyRequest& request, const RunContext& context);

/// Lines for a notice.
QString joined(const std::vector<std::string>& notes);

}  // namespace secateur
