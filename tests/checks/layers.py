#!/usr/bin/env python3
"""Reads the include lines and fails where a file includes what its place in the layout forbids.

app -> ui -> core, never back. core includes no Qt header, ui no torch header, core/base neither.
Within core and ui a file includes only its own rung and those below (LADDERS). A source file of
core or ui includes the header of its own name first (app has programs and their subcommands).

usage: layers.py ROOT        check the tree under ROOT, and that docs/ladder.svg is of it
       layers.py --draw ROOT draw the ladders with what their folders include: writes docs/ladder.svg
       layers.py --self-test show on small made-up trees that every rule can fail
"""
import os
import re
import sys
import tempfile

from check import run, sources

LADDERS = {
    "core": [
        ("base",),
        ("graph",),
        ("models", "data", "io", "onnx", "cluster"),
        ("passes",),
        ("exec",),
        ("prune", "quant", "train"),
        ("analysis",),
        ("study",),
        ("stages",),
        ("ranking",),
        ("report",),
    ],
    "ui": [
        ("base",),
        ("models",),
        ("jobs",),
        ("download", "workspace"),
        ("dialogs", "model_view", "sensitivity", "histograms", "quantization", "compare", "time"),
        ("ranking",),
        ("shell",),
    ],
}
RUNG = {layer: {folder: rung for rung, folders in enumerate(ladder) for folder in folders}
        for layer, ladder in LADDERS.items()}
ORDER = {"core": 0, "ui": 1, "app": 2}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
QT = re.compile(r"^(Q[A-Z]|Qt[A-Z]\w*/|qcustomplot)")
TORCH = re.compile(r"^(torch|ATen|c10|caffe2)/")


def faults_of(path, included):
    """The rules that `path` (relative to the root) breaks by including `included`."""
    parts, target = path.split("/"), included.split("/")
    layer = parts[0]
    if layer == "core":
        if QT.match(included):
            yield "core includes no Qt header"
        if parts[1] == "base" and TORCH.match(included):
            yield "core/base includes no torch header"
    if layer == "ui" and TORCH.match(included):
        yield "ui includes no torch header"
    if target[0] in ORDER and ORDER[target[0]] > ORDER[layer]:
        yield f"{layer} does not include {target[0]}"
    if target[0] == "tests":
        yield f"{layer} does not include tests"
    if layer in RUNG and target[0] == layer and len(target) > 2:
        rungs = RUNG[layer]
        for folder in (parts[1], target[1]):
            if folder not in rungs:
                yield f"{layer}/{folder} has no rung on the ladder"
                return
        if rungs[target[1]] > rungs[parts[1]]:
            yield f"{layer}/{target[1]} is above {layer}/{parts[1]} on the ladder"
        elif rungs[target[1]] == rungs[parts[1]] and target[1] != parts[1] and layer == "ui":
            yield f"{layer}/{target[1]} is beside {layer}/{parts[1]} on the ladder"


def header_fault(root, path, first):
    """What is wrong with the first include of a source file, if anything is."""
    header = os.path.splitext(path)[0] + ".h"
    if not os.path.exists(os.path.join(root, header)):
        return f"there is no {header}"
    return None if first == header else f"includes {first or 'nothing'} first, not {header}"


PICTURE = "docs/ladder.svg"
BOX = (112, 28)   # width and height of a folder, in pixels
STEP = (128, 58)  # from one to the next
MARGIN = 20


def included_folders(root):
    """{(layer, folder): the folders of its layer that its files include}"""
    found = {}
    for path, text in sources(root, RUNG):
        layer, folder = path.split("/")[:2]
        uses = found.setdefault((layer, folder), set())
        for target in (m[1].split("/") for m in map(INCLUDE.match, text.split("\n")) if m):
            if target[0] == layer and len(target) > 2 and target[1] != folder:
                uses.add(target[1])
    return found


def without_detours(found):
    """Only what is not reached through another folder: {(layer, folder): folders}"""
    def reached(layer, folder):
        below = found.get((layer, folder), set())
        return below.union(*(reached(layer, other) for other in below))
    return {(layer, folder): {one for one in uses
                              if not any(one in reached(layer, other) for other in uses if other != one)}
            for (layer, folder), uses in found.items()}


def places():
    """{(layer, folder): the middle of its box}, and the size of the picture"""
    middles, left = {}, MARGIN
    rungs = max(len(ladder) for ladder in LADDERS.values())
    for layer, ladder in LADDERS.items():
        columns = max(len(rung) for rung in ladder)
        for number, rung in enumerate(ladder):
            for column, folder in enumerate(rung):
                x = left + STEP[0] * (column + (columns - len(rung)) / 2) + BOX[0] / 2
                middles[layer, folder] = x, MARGIN + STEP[1] * (rungs - number) - BOX[1] / 2
        left += STEP[0] * columns + MARGIN
    return middles, (left, MARGIN * 2 + STEP[1] * rungs)


def line_between(start, end, centre):
    """A path from the one box to the other; bowed outwards where it would run behind a third one."""
    (x1, y1), (x2, y2) = start, end
    if y1 == y2:  # beside it: from below
        y1, y2 = y1 + BOX[1] / 2, y2 + BOX[1] / 2
        bend = (x1 + x2) / 2, y1 + STEP[1] / 2
    else:
        y1, y2 = y1 + BOX[1] / 2, y2 - BOX[1] / 2
        outer = max(x1 - centre, x2 - centre, key=abs)
        bow = 0 if y2 - y1 < STEP[1] else -1.3 * BOX[0] if outer < 0 else 1.3 * BOX[0]
        bend = (x1 + x2) / 2 + bow, (y1 + y2) / 2
    return f"M{x1:g} {y1:g}Q{bend[0]:g} {bend[1]:g} {x2:g} {y2:g}"


def picture(root):
    """The ladders as SVG: a line from every folder down to those that it includes, but for what it has
    through another one."""
    middles, (width, height) = places()
    font = 'font-family="sans-serif" font-size="13" text-anchor="middle"'
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">',
             '<marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
             'orient="auto"><path d="M0 0L8 4L0 8z" fill="#8a93a0"/></marker>',
             f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>']
    for (layer, folder), uses in sorted(without_detours(included_folders(root)).items()):
        for other in sorted(uses):
            path = line_between(middles[layer, folder], middles[layer, other], middles[layer, "base"][0])
            lines.append(f'<path d="{path}" fill="none" stroke="#8a93a0" marker-end="url(#end)"/>')
    for (layer, folder), (x, y) in middles.items():
        colour = {"core": "#dbe9f6", "ui": "#e8f3dc"}[layer]
        lines += [f'<rect x="{x - BOX[0] / 2:g}" y="{y - BOX[1] / 2:g}" width="{BOX[0]}" height="{BOX[1]}" rx="4" '
                  f'fill="{colour}" stroke="#5b6573"/>',
                  f'<text x="{x:g}" y="{y + 4.5:g}" {font}>{layer}/{folder}</text>']
    return "\n".join(lines + ["</svg>", ""])


def draw(root):
    write_tree(root, {PICTURE: picture(root)})


def picture_fault(root):
    """Trees without a picture are those of the self-test."""
    path = os.path.join(root, PICTURE)
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return None if file.read() == picture(root) else f"{PICTURE}: of another tree: run layers.py --draw"


def check(root):
    """(number of files read, list of faults)"""
    count, faults = 0, []
    for path, text in sources(root, ORDER):
        count += 1
        layer, folder = path.split("/")[:2]
        if layer in RUNG and folder not in RUNG[layer]:
            faults.append(f"{path}:1: no rung on the ladder for this folder")
        first = None
        for number, match in enumerate(map(INCLUDE.match, text.split("\n")), 1):
            if match:
                first = first or match[1]
                faults += [f"{path}:{number}: includes {match[1]}: {fault}" for fault in faults_of(path, match[1])]
        if layer in RUNG and path.endswith(".cpp"):
            fault = header_fault(root, path, first)
            faults += [f"{path}:1: {fault}"] if fault else []
    return count, faults + list(filter(None, [picture_fault(root)]))


ALLOWED = {
    "core/base/a.h": "#include <vector>\n#include <fmt/format.h>\n",
    "core/graph/a.h": '#include <ATen/ATen.h>\n#include "core/base/a.h"\n',
    "core/io/a.h": '#include "core/models/a.h"\n#include "core/data/a.h"\n',
    "core/train/a.cpp": '#include "core/train/a.h"\n#include "core/exec/a.h"\n',
    "core/train/a.h": '#include "core/quant/a.h"\n',
    "core/report/a.h": '#include "core/study/a.h"\n',
    "ui/compare/a.h": '#include <QWidget>\n#include "core/report/a.h"\n#include "ui/workspace/a.h"\n',
    "ui/ranking/a.h": '#include "ui/compare/a.h"\n',
    "app/main.cpp": '#include "ui/shell/a.h"\n#include <torch/version.h>\n',
}
FORBIDDEN = [
    ("core/io/b.h", "#include <QString>\n"),
    ("core/io/b.h", "#include <QtCore/QString>\n"),
    ("core/base/b.h", "#include <QString>\n"),
    ("core/base/b.h", "#include <ATen/ATen.h>\n"),
    ("ui/compare/b.h", "  # include <torch/script.h>\n"),
    ("ui/compare/b.h", "#include <c10/util/Exception.h>\n"),
    ("ui/compare/b.h", '#include "app/cli/command.h"\n'),
    ("core/report/b.h", '#include "ui/shell/main_window.h"\n'),
    ("core/report/b.h", '#include "app/cli/command.h"\n'),
    ("core/report/b.h", '#include "tests/support/catch.h"\n'),
    ("core/base/b.h", '#include "core/graph/a.h"\n'),
    ("core/graph/b.h", '#include "core/models/a.h"\n'),
    ("core/data/b.h", '#include "core/passes/a.h"\n'),
    ("core/passes/b.h", '#include "core/exec/a.h"\n'),
    ("core/exec/b.h", '#include "core/train/a.h"\n'),
    ("core/prune/b.h", '#include "core/analysis/a.h"\n'),
    ("core/analysis/b.h", '#include "core/study/a.h"\n'),
    ("core/study/b.h", '#include "core/report/a.h"\n'),
    ("core/unheard/b.h", "#include <vector>\n"),
    ("ui/unheard/b.h", "#include <vector>\n"),
    ("ui/base/b.h", '#include "ui/jobs/a.h"\n'),
    ("ui/workspace/b.h", '#include "ui/compare/a.h"\n'),
    ("ui/compare/b.h", '#include "ui/shell/a.h"\n'),
    ("ui/compare/b.h", '#include "ui/sensitivity/a.h"\n'),
    ("core/io/b.cpp", '#include "core/io/a.h"\n'),
    ("core/train/a.cpp", '#include <vector>\n#include "core/train/a.h"\n'),
    ("ui/ranking/a.cpp", ""),
]


def write_tree(root, files):
    for path, text in files.items():
        os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
        with open(os.path.join(root, path), "w", encoding="utf-8") as file:
            file.write(text)


def faults_of_tree(files):
    with tempfile.TemporaryDirectory() as root:
        write_tree(root, files)
        return check(root)[1]


def picture_failures():
    """What the drawing has of the allowed tree, and that an old one is noticed."""
    with tempfile.TemporaryDirectory() as root:
        write_tree(root, {**ALLOWED, PICTURE: "old"})
        failures = [] if picture_fault(root) else ["an old picture was not noticed"]
        edges = without_detours(included_folders(root))
        if edges["core", "train"] != {"exec", "quant"} or edges["ui", "ranking"] != {"compare"}:
            failures.append(f"the picture has other edges: {edges}")
        draw(root)
        if picture_fault(root):
            failures.append("its own picture was called old")
    return failures


def self_test():
    failures = picture_failures()
    failures += [f"allowed, but reported: {fault}" for fault in faults_of_tree(ALLOWED)]
    for path, text in FORBIDDEN:
        found = faults_of_tree({**ALLOWED, path: text})
        if len(found) != 1 or not found[0].startswith(path + ":1:"):
            failures.append(f"{path} with {text.strip()}: expected one fault, got {found}")
    return len(FORBIDDEN), failures


sys.exit(run(__doc__, check, "{} files keep to the layout", self_test, actions={"--draw": draw}))
