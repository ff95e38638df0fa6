#include "ui/jobs/job_text.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/base/core_text.h"
#include "ui/base/translation.h"
namespace secateur {

namespace {

/// Dot decimals as everywhere in the program, and groups of three digits.
const QLocale& numberLocale() {
    static const QLocale locale(QLocale::English);
    return locale;
}

QString twoDigits(qint64 value) {
    return QString("%1").arg(value, 2, 10, QLatin1Char('0'));
}

}  // namespace

QString durationText(double seconds) {
    const qint64 whole = std::llround(std::max(0.0, seconds));
    if (whole < 60) {
        return Text::tr("%1 s").arg(whole);
    }
    if (whole < 3600) {
        return Text::tr("%1 min %2 s").arg(whole / 60).arg(twoDigits(whole % 60));
    }
    return Text::tr("%1 h %2 min").arg(whole / 3600).arg(twoDigits(whole / 60 % 60));
}

QString aboutDurationText(double seconds) {
    const auto to = [seconds](double step) {
        return step * std::max(1.0, std::round(seconds / step));
    };
    if (seconds < 90) {
        return Text::tr("%1 s").arg(std::llround(to(seconds < 10 ? 1 : 10)));
    }
    if (seconds < 3600) {
        return Text::tr("%1 min").arg(std::llround(to(60) / 60));
    }
    const qint64 minutes = std::llround(to(600) / 60);
    return minutes % 60 == 0 ? Text::tr("%1 h").arg(minutes / 60)
                             : Text::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString rateText(double rate, const std::string& unit) {
    const int decimals = rate >= 100.0 ? 0 : rate >= 10.0 ? 1 : 2;
    return Text::tr("%1 %2/s").arg(numberLocale().toString(rate, 'f', decimals), coreText(unit));
}

std::optional<double> shareDone(const JobInfo& job) {
    if (job.whole >= 0.0) {
        return std::min(1.0, job.whole);
    }
    const Progress& progress = job.progress;
    return progress.total > 0 ? std::optional(std::clamp(static_cast<double>(progress.done) /
                                                             static_cast<double>(progress.total),
                                                         0.0, 1.0))
                              : std::nullopt;
}

QString countText(const Progress& progress) {
    const QString done = numberLocale().toString(static_cast<qlonglong>(progress.done));
    const QString unit = coreText(progress.unit);
    if (progress.total <= 0) {
        return progress.done > 0 ? QString("%1 %2").arg(done, unit) : QString();
    }
    return Text::tr("%1 of %2 %3")
        .arg(done, numberLocale().toString(static_cast<qlonglong>(progress.total)), unit);
}

QString statusText(const JobInfo& job) {
    const bool inStage = job.status == JobStatus::Running && !job.progress.stage.empty();
    return inStage ? Text::tr("Running: %1").arg(coreList(job.progress.stage))
                   : jobStatusName(job.status);
}

QString figureName(LiveFigure figure) {
    switch (figure) {
        case LiveFigure::Loss:
            return Text::tr("Loss");
        case LiveFigure::TrainAccuracy:
            return Text::tr("Train accuracy");
        case LiveFigure::HeldOutAccuracy:
            return Text::tr("Held-out accuracy");
        case LiveFigure::LearningRate:
            return Text::tr("Learning rate");
    }
    return {};
}

bool isAccuracy(LiveFigure figure) {
    return figure == LiveFigure::TrainAccuracy || figure == LiveFigure::HeldOutAccuracy;
}

QString figureText(LiveFigure figure, double value) {
    return isAccuracy(figure) ? QString::number(100.0 * value, 'f', 2) + " %"
                              : QString::number(value, 'g', 4);
}

}  // namespace secateur
