#!/usr/bin/env python3
"""Fails where the window has a text that no translator sees, or core one that names an option of the command line.

A string literal of ui/ is a text if it is prose (two words, or a word with a capital letter) or if
it is given to a widget (SHOWN). Every text stands in tr(), translate() or one of Qt's NOOP macros.
What is for files, style sheets and programs (UNSEEN) is no text, nor what ui prints to a terminal,
nor an Error of the code Internal.
What core says is read in the window, too: it names settings, whose flags stand in their declarations (FLAG).

usage: texts.py ROOT        check the tree under ROOT
       texts.py --self-test show on small made-up texts what is found and what is not
"""
import re
import sys

from check import failures_of, run, sources

TERMINAL = {"ui/shell/headless_export.cpp"}
COMMANDS = {"core/report/remake_commands.cpp"}  # what it writes is for a terminal
TRANSLATED = re.compile(r"(\w+::)*(tr|translate)$|QT_TR(ANSLATE)?_NOOP$")
UNSEEN = re.compile(r"csvLine$|QLatin1String$|setObjectName$|(setP|p)roperty$|setRawHeader$|"
                    r"QStyleFactory::create$|QKeySequence$|static_assert$")
SHOWN = re.compile(r"set(Text|Title|Label|ToolTip|StatusTip|WhatsThis|WindowTitle|Prefix|Suffix|"
                   r"PlaceholderText|AccessibleName|AccessibleDescription|SpecialValueText)$|"
                   r"add(Action|Menu|Tab|Item|Items|Row)$|"
                   r"Q(Label|PushButton|CheckBox|RadioButton|GroupBox|Action|DockWidget)$")
OPTION = re.compile(r"(?<![\w-])--[a-z]")
FLAG = re.compile(r'--[a-z0-9-]+(,!?--[a-z0-9-]+)*$')
BESIDE_KEY = re.compile(r'\{\s*"[a-z_0-9]+",\s*$')
PLACE = re.compile(r"%L?\d")
MARKUP = re.compile(r"<[^>]*>|&\w+;|\{[^}]*:.*|\S*\.[a-z]+$")
PROSE = re.compile(r"[A-Za-z]{2,}[,.;:)]? [(“]?[A-Za-z]{2,}|^[&(]?[A-Z][a-z&]+(?![a-z+#])")
INTERNAL = re.compile(r"ErrorCode::Internal,\s*$")
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|^[ \t]*#[^\n]*|(?:u8)?"(?P<text>(?:\\.|[^"\\\n])*)"|'
                   r"'(?:\\.|[^'\\\n])+'|(?P<name>\w+(?:::~?\w+)*)|(?P<sign>[^\s])", re.S | re.M)


def literals(source):
    """(where it begins, text, names of the calls that it stands in) of every string literal;
    neighbours are one text."""
    calls, name, text = [], "", None
    for token in TOKEN.finditer(source):
        if token["text"] is not None:
            text = (text[0], text[1] + token["text"]) if text else (token.start(), token["text"])
            continue
        if token["name"] is None and token["sign"] is None:
            continue  # a comment
        if text:
            yield text + (tuple(calls),)
            text = None
        if token["sign"] and token["sign"] in "([{":
            calls.append(name if token["sign"] == "(" else "")
        elif token["sign"] and token["sign"] in ")]}" and calls:
            calls.pop()
        name = token["name"] or ""


def faults_of(source):
    for start, text, calls in literals(source):
        if any(TRANSLATED.match(call) or UNSEEN.match(call) for call in calls) or \
                INTERNAL.search(source[:start][-40:]):
            continue
        text = MARKUP.sub("", text)
        words = re.search(r"[A-Za-z]{2,}", PLACE.sub("", text))
        shown = calls and SHOWN.match(calls[-1])
        if words and (shown or PROSE.search(PLACE.sub("xx", text))):
            yield source.count("\n", 0, start) + 1, f'"{text[:60]}" is not translated'


def options_of(source):
    """Options of the command line that a text of core names."""
    for start, text, _ in literals(source):
        if OPTION.search(text) and not (FLAG.match(text) and BESIDE_KEY.search(source[:start])):
            yield source.count("\n", 0, start) + 1, f'"{text[:60]}" names an option of the command line'


def check(root):
    """(number of files read, list of faults)"""
    count, faults = 0, []
    for layer, faults_in, excused in (("ui", faults_of, TERMINAL), ("core", options_of, COMMANDS)):
        for path, text in sources(root, [layer]):
            if path not in excused:
                count += 1
                faults += [f"{path}:{line}: {fault}" for line, fault in faults_in(text)]
    return count, faults


SEEN = [
    'label->setText(tr("Safe ratio"));',
    'QString a = Text::tr("two words "\n    "in two lines");',
    'QString a = QCoreApplication::translate("secateur::X", "%1 of %2 images").arg(b);',
    'const Row kRows[] = {{"key", QT_TR_NOOP("Layer")}};',
    '// says "no such thing"\n#include "a b.h"\nbox->setObjectName("planTable");',
    'text += csvLine({"layer", "Safe ratio"});',
    'QString style = QString("#bar { border: solid %1; }").arg(x);',
    'text = QString("%1, %2").arg(x, y);',
    'return "colour_macs";',
    'return QString("<td align=\\"right\\">%1&nbsp;</td>").arg(x);',
    'path = QString("%1/%2 %3.secateur").arg(a, b).arg(c);',
    'throw Error(ErrorCode::Internal, "this setting has no field", {});',
    'setShortcut(QString("Ctrl+%1").arg(i));',
]
UNTRANSLATED = [
    'label->setText("count");',
    'auto* box = new QCheckBox("&Log");',
    'auto* box = new QLabel(QString("") + "bits", this);',
    'return "not measured";',
    'return QString("Queued");',
    'text = QString("scale %1").arg(x);',
    'text = QStringLiteral("%1 blocks").arg(x);',
    'text = "two "\n       "words";',
    'throw Error(ErrorCode::Io, "cannot write the export", {});',
    'QString a = tr("One") + " of them";',
    'const Row kRows[] = {{"key", "Layer"}};',
]


NAMED_BY_SETTING = [
    'S::count({"round_to", "--round-to", "&Widths", "Rounded up."}, 1),',
    'S::flag({"flip", "--flip,!--no-flip", "&Flip",\n         "Mirrors images."}, 1),',
    'throw Error(code, "no number", {"mean", "numbers -- or none", ""});',
]
NAMED_BY_OPTION = [
    'throw Error(code, "no number", {"--std", "", text});',
    'throw Error(code, "no number", {"", "--mean and --std", ""});',
    'note = "not applied; --exif-rotation "\n       "applies it";',
    'S::count({"round_to", "--round-to", "&Widths", "With --channels."}, 1),',
]


def self_test():
    return len(UNTRANSLATED) + len(NAMED_BY_OPTION), (failures_of(faults_of, SEEN, UNTRANSLATED) +
                                                      failures_of(options_of, NAMED_BY_SETTING, NAMED_BY_OPTION))


if __name__ == "__main__":
    sys.exit(run(__doc__, check, "{} files: ui speaks through tr(), core names no option", self_test))
