#!/usr/bin/env python3
"""Fails where a function is over 60 lines long or a class has more than 25 data members.

Reads sources as clang-format writes them: a body ends with a brace that stands under the first
letter of its head; data members of a class begin with m_.

usage: sizes.py ROOT        check the tree under ROOT
       sizes.py --self-test show on small made-up texts what is found and what is not
"""
import re
import sys

from check import failures_of, run, sources

LINES = 60
MEMBERS = 25
NO_FUNCTION = re.compile(r"^(namespace|class|struct|enum|union|extern)\b|^[^(]*= \{$")
CLASS = re.compile(r"^(?:class|struct) (\w+)\b[^;()]*\{$")
MEMBER = re.compile(r"^(?!.*(?:\breturn\b|\) (?:const )?\{)).*\bm_\w+(?:\[.*?\])?(?: = .*|\{.*\})?;")


def indent_of(line):
    return len(line) - len(line.lstrip(" "))


def first_line(lines, close):
    """Where the head stands whose body the brace on line `close` ends."""
    indent = indent_of(lines[close])
    for number in range(close - 1, -1, -1):
        line = lines[number]
        if line.strip() and not line.startswith("#") and indent_of(line) <= indent:
            return number
    return 0


def faults_of(text):
    lines = text.split("\n")
    for close, line in enumerate(lines):
        if line.strip() not in ("}", "};") or indent_of(line) > 8:
            continue
        first = first_line(lines, close)
        brace = next(i for i in range(first, close + 1) if lines[i].endswith("{") or i == close)
        head = " ".join(one.strip() for one in lines[first:brace + 1])
        match = CLASS.match(head)
        if match:
            inner = indent_of(line) + 4
            count = sum(indent_of(one) == inner and bool(MEMBER.match(one))
                        for one in lines[first:close])
            if count > MEMBERS:
                yield first + 1, f"{match[1]} has {count} data members (more than {MEMBERS})"
        elif "(" in head and not NO_FUNCTION.search(head) and close - first >= LINES:
            yield first + 1, f"a function of {close - first + 1} lines (more than {LINES})"


def check(root):
    """(number of files read, list of faults)"""
    files = list(sources(root))
    return len(files), [f"{path}:{line}: {fault}" for path, text in files for line, fault in faults_of(text)]


def body(lines, indent=""):
    return f"{indent}    x();\n" * lines + indent + "}\n"


def class_of(members):
    return "class A : public B {\n" + "".join(f"    int m_{i} = 0;\n" for i in range(members)) + "};\n"


SHORT = [
    "int f() {\n" + body(58),
    "int A::f(int a,\n         int b) {\n" + body(57),
    "void f() {\n" + body(40) + "\nvoid g() {\n" + body(40),
    "namespace a {\n" + ("int x = f(1);\n") * 70 + "}\n",
    "struct A {\n" + "    int x = f(1);\n" * 70 + "};\n",
    "const Row kTable[] = {\n" + "    {1, f(2)},\n" * 70 + "};\n",
    class_of(25),
    "class A {\n" + "    void f() { m_a = 1; }\n" * 30 + "};\n",
]
LONG = [
    "int f() {\n" + body(59),
    "int A::f(int a,\n         int b) const {\n" + body(60),
    "A::A(int a)\n    : m_a(a),\n      m_b(a) {\n" + body(60),
    "class A {\n    int f() {\n" + body(59, "    ") + "};\n",
    "template <class T>\nT f(T a) {\n" + body(70),
    class_of(26),
    "struct A final {\n" + "    std::vector<int> m_a{};\n" * 26 + "};\n",
]


def self_test():
    return len(LONG), failures_of(faults_of, SHORT, LONG)


sys.exit(run(__doc__, check, "{} files keep to the limits", self_test))
