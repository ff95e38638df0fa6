#!/usr/bin/env python3
"""Reads the include lines and fails where a file includes what its place in the layout forbids.

app -> ui -> core, never back. core includes no Qt header, ui no torch header, core/base neither.
Within core and ui a file includes only its own rung and those below (LADDERS). A source file of
core or ui includes the header of its own name first (app has programs and their subcommands).

usage: layers.py ROOT        check the tree under ROOT
       layers.py --self-test show on small made-up trees that every rule can fail
"""
import os
import re
import sys
import tempfile

LADDERS = {
    "core": [
        ("base",),
        ("graph",),
        ("models", "data", "io"),
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
        ("dialogs", "model_view", "sensitivity", "histograms", "quantization", "compare"),
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


def sources(root):
    for layer in ORDER:
        for folder, folders, names in os.walk(os.path.join(root, layer)):
            folders.sort()
            for name in sorted(names):
                if name.endswith((".h", ".hpp", ".cpp", ".cc")):
                    yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")


def check(root):
    """(number of files read, list of faults)"""
    count, faults = 0, []
    for path in sources(root):
        count += 1
        layer, folder = path.split("/")[:2]
        if layer in RUNG and folder not in RUNG[layer]:
            faults.append(f"{path}:1: no rung on the ladder for this folder")
        first = None
        with open(os.path.join(root, path), encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                match = INCLUDE.match(line)
                if match:
                    first = first or match[1]
                    faults += [f"{path}:{number}: includes {match[1]}: {fault}" for fault in faults_of(path, match[1])]
        if layer in RUNG and path.endswith(".cpp"):
            fault = header_fault(root, path, first)
            faults += [f"{path}:1: {fault}"] if fault else []
    return count, faults


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


def faults_of_tree(files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        return check(root)[1]


def self_test():
    failures = [f"allowed, but reported: {fault}" for fault in faults_of_tree(ALLOWED)]
    for path, text in FORBIDDEN:
        found = faults_of_tree({**ALLOWED, path: text})
        if len(found) != 1 or not found[0].startswith(path + ":1:"):
            failures.append(f"{path} with {text.strip()}: expected one fault, got {found}")
    print("\n".join(failures) or f"layers: self-test passed, {len(FORBIDDEN)} breaches found out of {len(FORBIDDEN)}")
    return 1 if failures else 0


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    if sys.argv[1] == "--self-test":
        return self_test()
    count, faults = check(sys.argv[1])
    if count == 0:
        faults.append(f"{sys.argv[1]}: no source file found")
    print("\n".join(faults) or f"layers: {count} files keep to the layout")
    return 1 if faults else 0


sys.exit(main())
