#!/usr/bin/python3
"""Pictures of every page, dialog and export, to be looked at: make_pictures.py FOLDER [STUDY] [--only NAME] [--language ko].

Without a study one is made of the sample on few images; Time, Parity, QAT and Ranking are then empty."""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

import screen
from screen import CHECKPOINT, CLI, FASHION_MNIST, Bus, Program, Screen

SCREENS = {  # width, height, environment, dark
    "small": (1280, 720, {}, False),
    "usual": (1600, 1000, {}, False),
    "dark": (1600, 1000, {}, True),
    "twice": (2560, 1440, {"QT_SCALE_FACTOR": "2"}, False),
    "fonts": (1600, 1000, {"QT_FONT_DPI": "192"}, False),
}
PAGES = ["model", "sensitivity", "histograms", "compare", "quantization", "ranking", "time"]
TABS = {"compare": ["Fro&nt", "&Classes", "Conf&usion", "Fl&ipped images"], "quantization": ["&Parity", "&QAT"],
        "sensitivity": ["&Heatmap"], "time": ["By r&ole", "&Batches"]}
SHOWN_OF = {"page_quantization": "fine-tuned", "page_quantization_parity": "int8"}  # networks that these are known of
DIALOGS = {
    "evaluate": "F5", "sweep": "F6", "prune": "F7", "gradual": "shift+F7", "recalibrate": "ctrl+b", "finetune": "F8", "train": "ctrl+t",
    "quantize": "F9", "qat": "ctrl+shift+t", "errors": "ctrl+l", "pipeline": "ctrl+r", "shrink": "ctrl+k",
    "speed": "ctrl+m", "timing": "ctrl+shift+m", "new_study": "ctrl+n", "data": "ctrl+shift+o", "export": "ctrl+e", "help": "F1",
    "shortcuts": "ctrl+F1", "preferences": "ctrl+comma",
}


def make_study(folder):
    study = folder / "pictures.secateur"
    subprocess.run([CLI, "pipeline", "--checkpoint", CHECKPOINT, "--data", FASHION_MNIST, "--study", study, "--limit",
                    "500", "--sensitivity-images", "100", "--finetune-images", "500", "--epochs", "1", "--qat", "never"],
                   check=True, stdout=subprocess.DEVNULL)
    return study


def translator(language):
    """What the window says there for a text of the English one."""
    known = {}
    if language != "en":
        tree = ElementTree.parse(screen.SOURCE / f"translations/secateur_{language}.ts")
        known = {message.findtext("source"): message.findtext("translation") for message in tree.iter("message")}
    return lambda text: known.get(text, text).replace("&", "")


def take(window, out, name):
    """Once nothing moves any more, but for a cursor that blinks."""
    path, before = out / f"{name}.png", None
    for _ in range(6):
        time.sleep(0.8)
        window.screen.picture(path)
        picture = path.read_bytes()
        if picture == before:
            break
        before = picture


def choose(window, shown, network):
    tree = window.find(shown("Networks of the study"), "tree")
    if network in window.rows(tree):
        window.click(window.row(tree, network))
        time.sleep(3)  # what is known of it is read


def take_page(window, out, shown, name, network):
    if name in SHOWN_OF:
        choose(window, shown, SHOWN_OF[name])
    take(window, out, name)
    if name in SHOWN_OF:
        choose(window, shown, network)


def prepare(home, language, dark=False):
    settings = home / "config/secateur/secateur.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[General]\ncolourScheme={'dark' if dark else 'light'}\nlanguage={language}\n")


def export(out, home, study, language):
    """What the program writes of the study without a display."""
    prepare(home, language)
    own = home / study.name  # as above
    shutil.copy(study, own)
    subprocess.run([screen.PROGRAM, "--export", out, own], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": f"{home}/config"})


def photograph(bus, out, home, study, language, width, height, environment, dark):
    out.mkdir(parents=True, exist_ok=True)
    prepare(home, language, dark)
    shown = translator(language)
    own = home / study.name  # another window may have it open
    shutil.copy(study, own)
    with Screen(bus, width, height) as display, Program(display, home, own, **environment) as window:
        window.until(lambda: "%" in window.step(shown("Baseline")), "the study")
        window.scaled()
        for number, page in enumerate(PAGES, 1):
            window.key(f"ctrl+{number}")
            time.sleep(1)
            take_page(window, out, shown, f"page_{page}", "baseline")
            for tab in TABS.get(page, []):
                window.click(shown(tab), "page tab")
                take_page(window, out, shown, f"page_{page}_{tab.replace('&', '').lower().replace(' ', '_')}", "baseline")
        for dialog, keys in DIALOGS.items():
            window.key(keys)
            take(window, out, f"dialog_{dialog}")
            if dialog == "new_study":  # it reads what is chosen
                display.tool("xdotool", "type", str(CHECKPOINT))
                time.sleep(6)
                take(window, out, f"dialog_{dialog}_filled_in")
            window.key("Escape")
            time.sleep(0.4)
        window.key("alt+Home")
        take(window, out, "start")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("study", nargs="?", type=pathlib.Path)
    parser.add_argument("--only", choices=list(SCREENS), action="append")
    parser.add_argument("--language", default="en", help="of the window, as in its preferences")
    given = parser.parse_args()
    if lacking := screen.missing():
        sys.exit(f"pictures need {', '.join(lacking)}")
    bus = Bus()
    with tempfile.TemporaryDirectory(prefix="secateur-pictures-") as folder:
        study = (given.study or make_study(pathlib.Path(folder))).resolve()
        for name in given.only or SCREENS:
            photograph(bus, given.folder / name, pathlib.Path(folder) / name, study, given.language, *SCREENS[name])
            print(name, len(list((given.folder / name).iterdir())), "pictures")
        if not given.only:
            export(given.folder / "exports", pathlib.Path(folder) / "exports", study, given.language)
    bus.close()


if __name__ == "__main__":
    main()
