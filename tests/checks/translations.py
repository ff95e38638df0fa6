#!/usr/bin/env python3
"""Fails where a translation of the window lacks a text, or says less than it.

Of every translations/secateur_CODE.ts: it has the texts of ui (lupdate finds them) and no others,
all of them translated. Of core_CODE.ts: all are translated, and what core gives to be said (say(),
said(), core/base/say.h) or reports of its progress is there; test_languages looks for its settings
and tables. Of every translation: the same places for figures (%1, {}), the same mnemonic (so that
no two of a menu are alike where those of the original are not), the same tags, patterns of file
names and spaces at the ends; it differs from the original, unless that is KEPT.

usage: translations.py ROOT           check the tree under ROOT
       translations.py --update ROOT  bring the texts of ui into the files, new ones unfinished
       translations.py --self-test    show on small made-up texts what is found and what is not
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from check import failures_of, run, sources
from texts import literals

LUPDATE = shutil.which("lupdate", path="/usr/lib/qt6/bin") or shutil.which("lupdate6")
PLACE = re.compile(r"%L?\d|%n|\{[^}]*\}")
NUMBERED = re.compile(r"\{\d*")
MNEMONIC = re.compile(r"&(\w)(?!\w*;)")
TAG = re.compile(r"<[^>]*>")
PATTERN = re.compile(r"\(\*[^)]*\)")
WORD = re.compile(r"[A-Za-z]{2,}")
# Names, and terms that are written like this in every language.
KEPT = {"SQNR", "MACs", "MSE", "ReLU6", "SQNR ≈ %1", "CIFAR-10", "Secateur", "Top-1", "QAT", "INT8", "Gzip", "APoZ", "ImageNet", "ReLU",
        "ms", " ms", "GMAC/s", "fc", "max", "avg", "bn", "pad", "ch", "scale", "ln", "depthwise", "ONNX (*.onnx)",
        "safetensors (*.safetensors)"}


def messages_of(path):
    """(context, text, comment) to (translation or None where it is unfinished)"""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")]
            text = forms[0] if forms else translation.text or ""
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment", ""))
            found[key] = None if translation.get("type") == "unfinished" or not text else text
    return found


def extracted(root, path):
    """The messages of the file after lupdate has looked at ui."""
    with tempfile.TemporaryDirectory(prefix="secateur-translations-") as folder:
        copy = os.path.join(folder, os.path.basename(path))
        shutil.copy(path, copy)
        update(root, copy)
        return messages_of(copy)


def said_in(source):
    """What core's source gives to be said, and what its reports of progress name."""
    for _, text, calls in literals(source):
        text = text.replace('\\"', '"')
        if calls and calls[-1] in ("say", "said"):
            yield text
        elif any(call.endswith("report") for call in calls) and WORD.search(PLACE.sub("", text)):
            yield re.sub(r" \{[^ ]*$", "", text)  # "train epoch {}/{}"


def said_by_core(root):
    """The messages of what is said anywhere in core."""
    found = set()
    for _, source in sources(root, ["core"]):
        found |= {("core", text, "") for text in said_in(source)}
    return found


def update(root, path):
    subprocess.run([LUPDATE, "-silent", "-no-obsolete", "-locations", "none", "-I", root, os.path.join(root, "ui"),
                    "-ts", path], check=True, stderr=subprocess.DEVNULL)


def places(text):
    """Those of fmt numbered as they stand, unless they are numbered: {} and {} are {0} and {1}."""
    found = PLACE.findall(text)
    if not any(re.match(r"\{\d", place) for place in found):
        counted = iter(range(len(found)))
        found = [NUMBERED.sub(lambda _: "{%d" % next(counted), place) for place in found]
    return sorted(found)


def ends(text):
    return text[:len(text) - len(text.lstrip())], text[len(text.rstrip()):]


def mnemonics(text):
    return [letter.lower() for letter in MNEMONIC.findall(text)]


def faults_of(text, translation):
    for what, found in (("places", places), ("mnemonics", mnemonics),
                        ("tags", lambda t: sorted(TAG.findall(t))), ("patterns", lambda t: sorted(PATTERN.findall(t))),
                        ("spaces at the ends", ends)):
        if found(text) != found(translation):
            yield f"other {what}: “{text}”, “{translation}”"
    if text == translation and text not in KEPT and WORD.search(PLACE.sub("", PATTERN.sub("", text))):
        yield f"as it was: “{text}”"


def faults_in(name, known, wanted, only):
    """`wanted`: the messages that there should be; `only`: and no others."""
    for key in wanted if only else sorted(wanted | set(known)):
        if known.get(key) is None:
            yield f"{name}: {key[0]}: not translated: “{key[1]}”"
        else:
            yield from (f"{name}: {key[0]}: {fault}" for fault in faults_of(key[1], known[key]))
    for key in known if only else ():
        if key not in wanted:
            yield f"{name}: {key[0]}: nobody says any more: “{key[1]}”"


def check(root):
    """(number of texts, list of faults)"""
    if LUPDATE is None:
        return 1, ["translations: no lupdate (Debian: qt6-l10n-tools)"]
    count, faults = 0, []
    for path in sorted(glob.glob(os.path.join(root, "translations", "*.ts"))):
        known = messages_of(path)
        count += len(known)
        of_ui = os.path.basename(path).startswith("secateur_")
        wanted = extracted(root, path) if of_ui else said_by_core(root)
        faults += faults_in(os.path.relpath(path, root), known, wanted, of_ui)
    return count, faults


def self_test():
    right = [("&Open…", "열기(&O)…"), ("%1 of %2", "%2 중 %1"), ("{} curves", "곡선 {}개"), ("MSE", "MSE"),
             ("{} of {:g}", "{1:g} 중 {0}"),
             ("<b>%1</b>", "<b>%1</b>"), (" of %1", " / %1"), ("A&nbsp;b", "가&nbsp;나"), ("%1 %2", "%1 %2")]
    wrong = [("&Open…", "열기…"), ("&Open…", "열기(&P)…"), ("%1 of %2", "%1"), ("{} curves", "곡선"), ("Open", "Open"),
             ("<b>%1</b>", "%1"), (" of %1", "/ %1"), ("Texts (*.txt)", "텍스트 (*.md)")]
    failures = failures_of(lambda pair: faults_of(*pair), right, wrong)
    new, gone = ("X", "New", ""), ("X", "Gone", "")
    if len(list(faults_in("x.ts", {gone: "옛"}, {new}, True))) != 2 or \
            len(list(faults_in("x.ts", {gone: "옛"}, {new}, False))) != 1:
        failures.append("a text without translation, or a translation without text, is not found")
    source = 'a = said(say, "{} of {}", say("all"), f("none")); run.report({fmt::format("train {}/{}", i), "images"});'
    if list(said_in(source)) != ["{} of {}", "all", "train", "images"]:
        failures.append(f"of core is found: {list(said_in(source))}")
    return len(wrong) + 4, failures


def update_all(root):
    for path in glob.glob(os.path.join(root, "translations", "secateur_*.ts")):
        update(root, path)


if __name__ == "__main__":
    sys.exit(run(__doc__, check, "{} texts, all translated", self_test, read="translation",
                 actions={"--update": update_all}))
