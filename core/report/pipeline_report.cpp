#include "core/report/pipeline_report.h"

#include <fmt/format.h>

namespace secateur {

namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + "\"";
}

}  // namespace

std::string pipelineCsv(const std::vector<StageRow>& rows) {
    std::string text =
        "stage,correct,count,top1,drop,drop_low,drop_high,size_bytes,gzip_bytes,images_per_second,"
        "sparsity,note\n";
    for (const StageRow& r : rows) {
        text +=
            fmt::format("{},{},{},{:.6f},{:.6f},{:.6f},{:.6f},{},{},{:.2f},{:.6f},{}\n", r.stage,
                        r.correct, r.count, r.accuracy(), r.drop.drop, r.drop.low, r.drop.high,
                        r.sizeBytes, r.gzipBytes, r.imagesPerSecond, r.sparsity, quoted(r.note));
    }
    return text;
}

std::string sensitivityCsv(const std::vector<SensitivityPoint>& points) {
    std::string text = "layer,ratio,correct,count,accuracy,drop,drop_low,drop_high\n";
    for (const SensitivityPoint& p : points) {
        const PairedDrop drop = p.drop();
        text += fmt::format("{},{:g},{},{},{:.6f},{:.6f},{:.6f},{:.6f}\n", p.layer, p.ratio,
                            p.correct, p.count, p.accuracy(), drop.drop, drop.low, drop.high);
    }
    return text;
}

std::string pipelineMarkdown(const std::vector<StageRow>& rows, const std::string& title,
                             const std::vector<std::string>& remarks) {
    std::string text = fmt::format(
        "# {}\n\n| stage | top-1 | drop in points (95 % interval) | size | gzipped | images/s | "
        "sparsity | note |\n|---|---:|---:|---:|---:|---:|---:|---|\n",
        title);
    for (const StageRow& r : rows) {
        const std::string drop = &r == &rows.front()
                                     ? "reference"
                                     : fmt::format("{:.2f} [{:.2f}, {:.2f}]", 100 * r.drop.drop,
                                                   100 * r.drop.low, 100 * r.drop.high);
        text += fmt::format(
            "| {} | {:.2f} % | {} | {:.2f} MB | {:.2f} MB | {:.0f} | {:.1f} % | {} |\n", r.stage,
            100 * r.accuracy(), drop, static_cast<double>(r.sizeBytes) / 1e6,
            static_cast<double>(r.gzipBytes) / 1e6, r.imagesPerSecond, 100 * r.sparsity, r.note);
    }
    text += "\n";
    for (const std::string& remark : remarks) {
        text += "- " + remark + "\n";
    }
    return text;
}

}  // namespace secateur
