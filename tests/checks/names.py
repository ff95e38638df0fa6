#!/usr/bin/env python3
"""Fails where two types of one namespace have the same name: a program that has both takes either's functions for the other's.

Reads sources as clang-format writes them: a type of a namespace begins in the first column. What is in a
namespace without a name belongs to its file, and to the namespaces that core, ui and app open by name their types.

usage: names.py ROOT        check the tree under ROOT
       names.py --self-test show on small made-up sources what is found and what is not
"""
import re
import sys

from check import failures_of, run, sources

NAMESPACE = re.compile(r"^(?:inline )?namespace ?([\w:]*) \{$")
END = re.compile(r"^\}  // namespace ?([\w:]*)$")
TYPE = re.compile(r"^(?:struct|class|enum class|enum) (\w+)(?: final)?(?: : .*)?(?: \{.*|,?)$")


def types_of(source):
    """(line, name with its namespaces) of every type that is defined where others can link with it."""
    spaces = []
    for number, line in enumerate(source.split("\n"), 1):
        if match := NAMESPACE.match(line):
            spaces.append(match[1])
        elif END.match(line) and spaces:
            spaces.pop()
        elif (match := TYPE.match(line)) and "" not in spaces:
            yield number, "::".join([*spaces, match[1]])


def faults_of(files):
    """`files`: {path: text}"""
    found, faults = {}, []
    for path, text in sorted(files.items()):
        for line, name in types_of(text):
            if name in found:
                faults.append(f"{path}:{line}: {name} is another type in {found[name]}")
            found.setdefault(name, f"{path}:{line}")
    return faults


def check(root):
    """(number of files read, list of faults)"""
    files = dict(sources(root))
    return len(files), faults_of(files)


def space(body, name="secateur"):
    return f"namespace {name}{' ' if name else ''}{{\n\n{body}\n\n}}  // namespace{' ' + name if name else ''}\n"


SIZE = "struct Size {\n    int width = 0;\n};"
OTHERS = ["struct Size final {\n    int height = 0;\n};", "class Size : public Base {\n};", "enum class Size { Small, Large };",
          "class Size\n    : public Base {\n};"]
NONE = [space("class Size;"), space(space(SIZE, "")), space(SIZE, "secateur::cli"), space("struct Sizes {\n    struct Size {\n    };\n};"),
        space("// struct Size {\nSize size() {\n}")]


def self_test():
    return len(OTHERS), failures_of(lambda other: faults_of({"a.h": space(SIZE), "b.h": other}), NONE,
                                    [space(other) for other in OTHERS])


sys.exit(run(__doc__, check, "{} files, no type twice", self_test))
