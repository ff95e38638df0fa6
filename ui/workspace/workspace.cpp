#include "ui/workspace/workspace.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/data/splits.h"
#include "core/quant/quantize_options.h"
#include "core/stages/data_fit.h"
#include "core/stages/network_source.h"
#include "core/study/settings.h"
#include "ui/base/preferences.h"
#include "ui/workspace/network_list.h"

namespace secateur {

namespace {

constexpr int kToleranceDelayMs = 500;
constexpr int kFollowMs = 1000;

/// Why the images are not for this network; empty: they are.
QString misfitOf(const Graph& graph, const ImageData& data) {
    try {
        requireFit(graph, data);
        return {};
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    }
}

/// A request for housekeeping, which lists of jobs leave out.
JobManager::Request quietly(const QString& title, std::function<bool()> stillWanted = {}) {
    return {title, JobLane::Io, std::move(stillWanted), true};
}

}  // namespace

Workspace::Workspace(JobManager& jobs, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_networks(std::make_unique<NetworkList>(*this)) {
    m_toleranceTimer.setSingleShot(true);
    m_toleranceTimer.setInterval(kToleranceDelayMs);
    connect(&m_toleranceTimer, &QTimer::timeout, this, &Workspace::saveTolerance);
    m_followTimer.setSingleShot(true);
    m_followTimer.setInterval(kFollowMs);
    connect(&m_followTimer, &QTimer::timeout, this, &Workspace::lookAgain);
    connect(&m_jobs, &JobManager::jobFinished, this, &Workspace::onJobFinished);
}

/// A tolerance that was chosen a moment before the window closed is kept, too: no job is started
/// any more, and one small value is written in a millisecond.
Workspace::~Workspace() {
    if (m_toleranceTimer.isActive() && m_study) {
        try {
            setSetting(*m_study, setting::kTolerance, std::to_string(m_tolerance));
        } catch (const Error&) {
            // Nobody is left to be told, and no measurement is lost.
        }
    }
}

const Variant* Workspace::currentVariant() const {
    return m_snapshot ? m_snapshot->variant(m_variant) : nullptr;
}

bool Workspace::currentIsQuantized() const {
    const Variant* variant = currentVariant();
    return variant != nullptr && variant->quantized();
}

std::function<bool()> Workspace::whileStudyIs(const std::shared_ptr<Study>& study) const {
    return [this, study] { return m_study == study; };
}

void Workspace::openDefault(const QString& path, const QString& checkpoint) {
    m_jobs.submit<OpenedStudy>(
        {tr("Open the shipped network"), JobLane::Io, {}},
        [path, checkpoint](const RunContext&) { return openDefaultStudy(path, checkpoint); }, this,
        [this](const OpenedStudy& opened) { adopt(opened); });
}

void Workspace::openStudy(const QString& path) {
    m_jobs.submit<OpenedStudy>(
        {tr("Open %1").arg(path), JobLane::Io, {}},
        [path](const RunContext&) { return openExistingStudy(path); }, this,
        [this](const OpenedStudy& opened) { adopt(opened); });
}

void Workspace::leaveStudy() {
    OpenedStudy nothing;
    nothing.study = std::make_shared<Study>();
    nothing.seed = m_seed;
    nothing.tolerance = m_tolerance;
    adopt(nothing);
}

JobId Workspace::followStudy(const QString& path) {
    return m_jobs.submit<OpenedStudy>(
        {tr("Follow %1").arg(path), JobLane::Io, {}},
        [path](const RunContext&) { return followExistingStudy(path); }, this,
        [this](const OpenedStudy& opened) { adopt(opened); });
}

void Workspace::createStudy(const StudyRequest& request) {
    m_jobs.submit<OpenedStudy>(
        {tr("New study"), laneOfTrial(!request.checkpoint.isEmpty()), {}},
        [request](const RunContext& run) { return secateur::createStudy(request, run); }, this,
        [this](const OpenedStudy& opened) { adopt(opened); });
}

/// A trial computes, so what the I/O lane reads for the pages goes on beside it; but nobody waits
/// with opening a network for the end of a sweep.
JobLane Workspace::laneOfTrial(bool images) const {
    return images && !m_jobs.busy() ? JobLane::Compute : JobLane::Io;
}

void Workspace::adopt(const OpenedStudy& opened) {
    if (m_toleranceTimer.isActive()) {
        m_toleranceTimer.stop();
        saveTolerance();  // of the study before
    }
    m_study = opened.study;
    m_seed = opened.seed;
    m_firstLook = opened.firstLook.value_or(usualFirstLook());
    m_tolerance = opened.tolerance;
    m_variant = opened.variant;
    m_sized = 0;
    m_refreshAgain = m_refreshJob != 0;  // the read under way is of the study before
    m_snapshot.reset();
    m_network.reset();
    m_data.reset();
    forgetMacs();
    m_weightErrors.clear();
    m_undoStack.clear();
    m_selection.select({}, {});
    m_followTimer.stop();
    if (following()) {
        m_followTimer.start();
    }
    emit studyOpened();
    emit toleranceChanged(m_tolerance);
    if (!opened.notice.isEmpty()) {
        emit notice(opened.notice);
    }
    readNetworkFacts();
    refresh();
    m_dataRequest = {};
    if (opened.data) {
        readData(*opened.data, opened.notice);
    }
}

void Workspace::openCheckpoint(const NetworkRequest& request) {
    const std::shared_ptr<Study> study = m_study;
    const std::shared_ptr<const ImageData> data = m_data;
    if (!study) {
        return;
    }
    struct Imported {
        int64_t variant = 0;
        QString notice;
        QString misfit;
    };
    m_jobs.submit<Imported>(
        {tr("Open %1").arg(request.path), laneOfTrial(data != nullptr), whileStudyIs(study)},
        [=, seed = m_seed](const RunContext& run) {
            const ReadNetwork network = readNetwork({.checkpoint = request.path.toStdString(),
                                                     .model = request.model.toStdString(),
                                                     .form = request.form,
                                                     .seed = seed},
                                                    data.get(), run);
            // A network that does not fit the data must not join the study.
            if (const QString misfit = data ? misfitOf(*network.graph, *data) : QString();
                !misfit.isEmpty()) {
                return Imported{0, {}, misfit};
            }
            run.checkCancelled();
            std::vector<std::string> notes = network.notes;
            if (const std::string note = data ? fitNote(*network.graph, *data) : "";
                !note.empty()) {
                notes.push_back(note);
            }
            return Imported{importNetwork(*study, network).id, joined(notes), {}};
        },
        this,
        [this, path = request.path](const Imported& imported) {
            if (!imported.misfit.isEmpty()) {
                emit networkMisfits(path, imported.misfit);
                return;
            }
            setVariant(imported.variant);
            refresh();
            if (!imported.notice.isEmpty()) {
                emit notice(imported.notice);
            }
        });
}

void Workspace::openData(const DataRequest& request) {
    readData(request, tr("The images are now those of %1.").arg(request.location));
}

/// `saidBefore`: what the notice goes on with, or its bar would show the images' alone.
void Workspace::readData(const DataRequest& request, const QString& saidBefore) {
    struct Read {
        std::shared_ptr<const ImageData> data;
        std::vector<std::string> notes;
    };
    const std::shared_ptr<Study> study = m_study;
    const int64_t variant = m_variant;
    const DataRequest before = std::exchange(m_dataRequest, request);
    const JobId job = m_jobs.submit<Read>(
        {tr("Open data %1").arg(request.location), JobLane::Io, whileStudyIs(study)},
        [=](const RunContext&) {
            auto data = std::make_shared<const ImageData>(secateur::openData(request));
            std::vector<std::string> notes = data->notes;
            if (study && variant != 0) {
                requireFit(*study, variant, *data);
                notes.push_back(fitNote(*study, variant, *data));
            }
            if (study && variant != 0 && !study->following()) {
                keepImages(*study, {request.location.toStdString(), request.folder});
            }
            std::erase(notes, std::string());
            return Read{data, notes};
        },
        this,
        [this, saidBefore](const Read& read) {
            const std::shared_ptr<const ImageData>& data = read.data;
            const Splits splits = makeSplits(*data, m_seed);
            m_data = data;
            forgetMacs();
            countMacs();
            followImages();
            m_splitSizes = {static_cast<int64_t>(splits.train.size()),
                            static_cast<int64_t>(splits.heldOut.size()),
                            static_cast<int64_t>(splits.test.size())};
            emit dataChanged();
            measureSizes();
            QStringList said{saidBefore, joined(read.notes)};
            said.removeAll(QString());
            if (!said.isEmpty()) {
                emit notice(said.join(QLatin1Char('\n')));
            }
        });
    // What cannot be read is not what the next network is measured on.
    auto* reading = new QObject(this);
    connect(&m_jobs, &JobManager::jobFinished, reading, [=, this](const JobInfo& ended) {
        if (ended.id != job) {
            return;
        }
        reading->deleteLater();
        if (ended.status != JobStatus::Done && m_dataRequest.location == request.location) {
            m_dataRequest = before;
            measureSizes();
        }
    });
}

void Workspace::setVariant(int64_t variant) {
    if (variant != m_variant) {
        m_variant = variant;
        m_undoStack.clear();
        emit variantChanged();
        readNetworkFacts();
    }
}

void Workspace::setTolerance(double points) {
    if (points == m_tolerance) {
        return;
    }
    m_tolerance = points;
    emit toleranceChanged(points);
    m_toleranceTimer.start();
}

void Workspace::saveTolerance() {
    if (const std::shared_ptr<Study> study = m_study; study && !following()) {
        m_jobs.submit(
            quietly(tr("Keep the tolerance")),
            [study, points = m_tolerance](const RunContext&) {
                setSetting(*study, setting::kTolerance, std::to_string(points));
            },
            this, [] {});
    }
}

void Workspace::setMeasuredOn(int64_t images) {
    if (const std::shared_ptr<Study> study = m_study) {
        m_jobs.submit(
            quietly(tr("Choose the images of accuracies")),
            [study, images](const RunContext&) {
                setSetting(*study, setting::kMeasuredOn, std::to_string(images));
            },
            this, [this] { refresh(); });
    }
}

/// What the other process has written since; not more often than it can be read.
void Workspace::lookAgain() {
    const std::shared_ptr<Study> study = m_study;
    m_jobs.submit<bool>(
        quietly(tr("Look whether the study has grown"), whileStudyIs(study)),
        [study](const RunContext&) { return study->catchUp(); }, this,
        [this](bool grown) {
            m_followTimer.start();
            if (grown) {
                refresh();
            }
        });
}

void Workspace::refresh() {
    const std::shared_ptr<Study> study = m_study;
    if (!study) {
        return;
    }
    if (m_refreshJob != 0) {
        m_refreshAgain = true;
        return;
    }
    m_refreshAgain = false;
    m_refreshJob = m_jobs.submit<std::shared_ptr<const StudySnapshot>>(
        quietly(tr("Read the study"), whileStudyIs(study)),
        [study, before = m_snapshot](const RunContext&) { return readSnapshot(*study, before); },
        this,
        [this](const std::shared_ptr<const StudySnapshot>& snapshot) {
            m_snapshot = snapshot;
            if (following() && currentVariant() == nullptr && !snapshot->variants.empty()) {
                setVariant(snapshot->variants.front().id);  // the other process has removed it
            }
            emit snapshotChanged();
            measureSizes();
            countMacs();
        });
}

/// They are of the images that are open, and of the study.
void Workspace::forgetMacs() {
    m_macs.clear();
    m_macsAsked.clear();
    emit macsChanged();
}

/// One network a job: what a page reads meanwhile comes between.
void Workspace::countMacs() {
    if (!m_snapshot || !m_data) {
        return;  // of images of which size is not known
    }
    for (const Variant& variant : m_snapshot->variants) {
        if (m_macsAsked.insert(variant.id).second) {
            m_jobs.submit<int64_t>(
                quietly(tr("Count multiply-adds"),
                        [this, study = m_study, data = m_data] {
                            return m_study == study && m_data == data;
                        }),
                [study = m_study, data = m_data, id = variant.id](const RunContext&) {
                    return variantCost(*study, id, data.get()).macs;
                },
                this,
                [this, id = variant.id](int64_t macs) {
                    m_macs[id] = macs;
                    emit macsChanged();
                });
        }
    }
}

/// What large networks are gzipped takes seconds: on the lane that pages do not wait for, and after
/// the measurement that begins as soon as the images are there.
void Workspace::measureSizes() {
    if (!m_snapshot || (!m_data && !m_dataRequest.location.isEmpty())) {
        return;
    }
    const std::vector<Variant>& variants = m_snapshot->variants;
    const bool known = std::all_of(variants.begin(), variants.end(),
                                   [](const Variant& v) { return v.gzipBytes.has_value(); });
    if (!known && m_sized < variants.size() && !following()) {
        m_sized = variants.size();
        JobManager::Request request = quietly(tr("Gzip the networks"), whileStudyIs(m_study));
        request.lane = JobLane::Compute;
        m_jobs.submit(
            std::move(request), [study = m_study](const RunContext&) { measureGzipSizes(*study); },
            this, [this] { refresh(); });
    }
}

void Workspace::onJobFinished(const JobInfo& job) {
    if (job.id != m_refreshJob) {
        return;
    }
    m_refreshJob = 0;
    if (m_refreshAgain) {
        refresh();
    }
}

void Workspace::readNetworkFacts() {
    if (!m_study || m_variant == 0) {
        return;
    }
    struct Facts {
        std::shared_ptr<const GraphCost> cost;
        std::vector<GroupInfo> groups;
    };
    read<Facts>(
        tr("Read the network"),
        [data = m_data](Study& study, int64_t variant) {
            return Facts{std::make_shared<const GraphCost>(variantCost(study, variant, data.get())),
                         listChannelGroups(study, variant)};
        },
        this,
        [this, data = m_data](const Facts& facts) {
            m_network = facts.cost;
            m_channelGroups = facts.groups;
            emit networkChanged();
            selectSomething();
            if (m_data != data) {
                followImages();  // they came while the network was read
            }
        });
    read<std::vector<WeightError>>(
        tr("Measure the weights' INT8 error"),
        [](Study& study, int64_t variant) {
            const bool int8 = requireVariant(study, variant).quantized();
            return int8 ? std::vector<WeightError>() : secateur::weightErrors(study, variant);
        },
        this,
        [this](const std::vector<WeightError>& errors) {
            m_weightErrors = errors;
            emit weightErrorsChanged();
        });
}

/// Shapes and costs are of the images that are open.
void Workspace::followImages() {
    if (m_network && m_data) {
        const FeatureShape& shape = m_network->layers.front().output;
        if (ImageSize{shape[1], shape[2]} != sizeOf(*m_data)) {
            readNetworkFacts();
        }
    }
}

/// A page about one layer has something to show from the start.
void Workspace::selectSomething() {
    const auto first = std::find_if(m_network->layers.begin(), m_network->layers.end(),
                                    [](const LayerCost& layer) { return layer.weights > 0; });
    if (m_selection.layer().isEmpty() && first != m_network->layers.end()) {
        m_selection.select(QString::fromStdString(first->block),
                           QString::fromStdString(first->name));
    }
}

}  // namespace secateur
