#!/usr/bin/env python3
"""Fails where the documents lead nowhere, or the manual leaves out what the programs have.

Links: every relative link of a tracked Markdown file names a file that is there, and a heading in it.
Manual (docs/manual): every subcommand (app/cli) has a line of code that calls it, or is
named; every column of a CSV file that the code names stands in csv.md; every table of a study
(core/study/schema.h) and every setting of a recipe (core/quant/quantize_options.cpp) in formats.md;
every name that options and files have for a choice (CHOICES) somewhere in it; every chapter is
reached from index.md.

usage: manual.py ROOT        check the tree under ROOT
       manual.py --self-test show on small made-up texts what is found and what is not
"""
import os
import re
import sys

from check import run

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
CODE_BLOCK = re.compile(r"^```.*?^```", re.M | re.S)
CODE = re.compile(CODE_BLOCK.pattern + r"|^(?: {4}|\t)[^\n]*|`[^`\n]*`", re.M | re.S)
HEADING = re.compile(r"^#{1,6} +(.*?) *#*$", re.M)
SUBCOMMAND = re.compile(r'\badd<[\w:]+>\(\s*"([\w-]+)"')
# Columns: the fields of a table, its helpers, and the header lines that the window writes by hand.
FIELD = re.compile(r'\{\{\{?"([a-z0-9_]+)",(?!\s*\w+\.\w)|'
                   r'\b(?:textField|enumField|countField|leading|measured|quantized|number|named|'
                   r'counted|speedField|Field<\w+>)\(?\{*"([a-z0-9_]+)"|'
                   r'\badd(?:Text|Number)?\(fields,\s*\{?"([a-z0-9_]+)"|'
                   r'\baddDrop<\w+>\(fields,\s*"([a-z0-9_]+)"')
HEADER = re.compile(r'csvLine\(\s*\{(".*?)\}\)', re.S)
COLOUR = re.compile(r'return "(colour_\w+)"')
TABLE_FILES = re.compile(r"^(core/(report|analysis)|ui)/.*\.cpp$")
# Declarations whose names the manual must have.
CHOICES = re.compile(r"kEnumNames<(PruneCriterion|PerturbationKind|ObserverKind|VariantKind|NetworkFormat|"
                     r"TrainingKind|PruneScope)>\s*=(.*?);", re.S)
NO_FILE = {"ui/jobs/job_table.cpp"}  # the list of jobs, which is exported nowhere
TABLE = re.compile(r"^CREATE TABLE (\w+)", re.M)
SETTING = re.compile(r'\{"([a-z0-9_]+)", "--|\bclips\("([a-z0-9_]+)"')


def anchors(text):
    """What GitHub makes of the headings of a Markdown text."""
    found = set()
    for heading in HEADING.findall(CODE_BLOCK.sub("", text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


def link_faults(path, files):
    """`files`: path to text, relative to the root; a value None is a file that is no Markdown."""
    for match in LINK.finditer(CODE.sub("", files[path])):
        target = match[1] or match[2]
        if re.match(r"[a-z]+:", target):
            continue
        file, _, heading = target.partition("#")
        file = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
        if file not in files:
            yield f"{path}: {target}: there is no {file}"
        elif heading and heading not in anchors(files[file] or ""):
            yield f"{path}: {target}: {file} has no such heading"


def columns_of(source):
    """Every column name that a source file gives to a CSV file."""
    found = {name for match in FIELD.findall(source) for name in match if name}
    for line in HEADER.findall(source):
        found |= set(re.findall(r'"([a-z0-9_]+)"', line))
    for name in re.findall(r'\baddDrop<\w+>\(fields,\s*"([a-z0-9_]+)"', source):
        found |= {name + "_low", name + "_high"}
    return found | set(COLOUR.findall(source))


def missing(names, text, where):
    quoted = set(re.findall(r"`([\w-]+)`", text))
    return [f"{where}: `{name}` of {origin} is not there" for name, origin in sorted(names.items())
            if name not in quoted]


def manual_faults(files):
    manual = {path: text for path, text in files.items()
              if path.startswith("docs/manual/") and path.endswith(".md")}
    if not manual:
        return ["docs/manual: no chapter"]
    commands, columns, choices = {}, {}, {}
    for path, text in files.items():
        if path.startswith("app/cli/") and path.endswith(".cpp"):
            commands |= {name: path for name in SUBCOMMAND.findall(text)}
        if TABLE_FILES.match(path) and path not in NO_FILE:
            columns |= {name: path for name in columns_of(text)}
        for kind, names in CHOICES.findall(text or "") if path.startswith("core/") else ():
            choices |= {name: f"{kind}, {path}" for name in re.findall(r'::\w+,\s*"([^"]+)"', names)}
    whole = "\n".join(manual.values())
    faults = [f"docs/manual: the command {name} ({path}) has no place"
              for name, path in sorted(commands.items())
              if not re.search(rf"secateur-cli {name}\b|`{name}`", whole)]
    faults += missing(columns, manual.get("docs/manual/csv.md", ""), "docs/manual/csv.md")
    faults += missing(choices, whole, "docs/manual")
    formats = manual.get("docs/manual/formats.md", "")
    schema, options = "core/study/schema.h", "core/quant/quantize_options.cpp"
    faults += missing({name: schema for name in TABLE.findall(files.get(schema, ""))
                       if not name.endswith("_before_6")}, formats, "docs/manual/formats.md")
    settings = {name for pair in SETTING.findall(files.get(options, "")) for name in pair if name}
    faults += [f"docs/manual/formats.md: the setting {name} is not there" for name in sorted(settings)
               if f'"{name}"' not in formats]
    faults += [f"{path}: not reached from docs/manual/index.md" for path in sorted(manual)
               if path != "docs/manual/index.md" and
               f"({os.path.relpath(path, 'docs/manual')})" not in manual.get("docs/manual/index.md", "")]
    return faults


def tree(root):
    """The texts of Markdown and of sources, the names of everything else."""
    files = {}
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in ("build", ".git"))
        for name in folders:
            files[os.path.relpath(os.path.join(folder, name), root)] = None
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), root)
            files[path] = None
            if name.endswith((".md", ".cpp", ".h")):
                with open(os.path.join(root, path), encoding="utf-8") as file:
                    files[path] = file.read()
    return files


def check(files):
    documents = [path for path, text in files.items() if path.endswith(".md") and text is not None]
    faults = [fault for path in sorted(documents) for fault in link_faults(path, files)]
    return len(documents), faults + manual_faults(files)


GOOD = {
    "README.md": "# A\n[manual](docs/manual/index.md#the-words-of-it) ![x](a.png) `[no](link)` [w](https://x.y)\n",
    "a.png": None,
    "docs/manual/index.md": "# I\n## The `words` of it\n[csv](csv.md) [f](formats.md)\n    secateur-cli sweep\n",
    "docs/manual/csv.md": "`layer`, `drop`, `drop_low`, `drop_high`, `bin_low`, `bin_high`, `kind`, `place`\n",
    "docs/manual/formats.md": '`variant` "bits" "clips"\n',
    "app/cli/sweep.cpp": 'commands.add<SweepArguments>(\n    "sweep", "text", run);\n',
    "core/report/tables.cpp": '{{"layer", "Layer", ""}, addDrop<Row>(fields, "drop", textField("kind", &R::k)\n'
                              'add(fields,\n    {"place", "", ""}',
    "ui/x/plot.cpp": 'text = csvLine({"bin_low",\n    "bin_high"}); csvLine({QString("no")});\n',
    "core/study/schema.h": "CREATE TABLE variant (\n",
    "core/prune/scope.h": 'kEnumNames<PruneScope> = enumNames<PruneScope>(\n"x", {{PruneScope::A, "layer"}});',
    "core/quant/quantize_options.cpp": 'S::count({"bits", "--bits", clips("clips"',
}
BAD = [
    ("README.md", "[x](docs/gone.md)\n", "there is no docs/gone.md"),
    ("README.md", "[x](docs/manual/index.md#gone)\n", "no such heading"),
    ("app/cli/plan.cpp", 'commands\n    .add<std::monostate>("plan-it",', "plan-it"),
    ("core/report/more.cpp", '{{"cost", "Cost", ""}', "`cost`"),
    ("core/report/more.cpp", 'addDrop<Row>(fields, "only_drop",', "`only_drop`"),
    ("ui/y/plot.cpp", 'csvLine({"layer", "epoch"})', "`epoch`"),
    ("core/study/schema.h", "CREATE TABLE speed (\n", "`speed`"),
    ("core/prune/scope.h", 'kEnumNames<PruneScope> = enumNames<PruneScope>("x", {{PruneScope::B, "all"}});', "`all`"),
    ("core/quant/quantize_options.cpp", '{"engine", "--engine"', "engine"),
    ("docs/manual/new.md", "text\n", "not reached"),
]


def self_test():
    failures = [f"reported, but right: {fault}" for fault in check(GOOD)[1]]
    for path, text, expected in BAD:
        found = check({**GOOD, path: text})[1]
        if not found or not any(expected in fault for fault in found):
            failures.append(f"{path} with {text.strip()}: expected {expected}, got {found}")
    return len(BAD), failures


if __name__ == "__main__":
    sys.exit(run(__doc__, lambda root: check(tree(root)), "{} documents lead somewhere and leave nothing out", self_test,
                 read="document"))
