#!/usr/bin/env python3
"""Writes the manual page or the bash completion of a program from what it says of itself with --help-all
(secateur: --help) and --version, so that no option is declared twice.

usage: describe.py man PROGRAM FILE.gz
       describe.py completion PROGRAM FILE
"""
import collections
import dataclasses
import gzip
import os
import re
import subprocess
import sys

OPTION = re.compile(r"^ +(-\S.*?)(?:  +(\S.*))?$")
CONTINUED = re.compile(r"^ {16,}(\S.*)$")
COMMAND = re.compile(r"^ +command TEXT")
NAMES = re.compile(r"-[\w-]*\w")
CHOICES = re.compile(r"\{([^}]*)\}")
MANY = 5  # commands that have an option: from then on it is described once

EXIT_STATUS = """.SH EXIT STATUS
0 done, 1 failed (a file, data, or what was checked is damaged), 2 wrong arguments, 130 interrupted: what was measured
is in the study, and the same command goes on from there.
"""
OTHER = {"secateur": "secateur-cli", "secateur-cli": "secateur"}


@dataclasses.dataclass(frozen=True)
class Option:
    spec: str  # as the program prints it: names, type, choices and default
    about: str

    @property
    def head(self):
        """(its names, what stands after them)"""
        end = re.search(r"[ {=]|$", self.spec.replace(", ", ",,")).start()
        return NAMES.findall(self.spec[:end]), self.spec[end:].strip()

    @property
    def names(self):
        return self.head[0]

    @property
    def long_name(self):
        return next(name for name in self.names if name.startswith("--"))

    @property
    def value(self):
        """What is to follow, "" for a flag."""
        value = self.head[1]
        return "" if value in ("", "REQUIRED", "{false}", "{true}") else value

    @property
    def choices(self):
        found = CHOICES.search(self.value)
        return found[1].split(",") if found else []


@dataclasses.dataclass
class Command:
    name: str
    about: str = ""
    options: list = dataclasses.field(default_factory=list)
    takes_command: bool = False  # as cluster does: another command with its options follows


def output(program, argument):
    return subprocess.run([program, argument], check=True, stdout=subprocess.PIPE, text=True,
                          env=os.environ | {"COLUMNS": "100"}).stdout


def options_of(lines):
    """The options that these lines of a help text describe."""
    options, inside = [], False
    for line in lines:
        found = OPTION.match(line)
        more = CONTINUED.match(line)
        if found:
            options.append([found[1], found[2] or ""])
        elif more and inside:
            options[-1][1] = f"{options[-1][1]} {more[1]}".strip()
        inside = bool(found or (more and inside))
    return [Option(spec, about) for spec, about in options]


def described(text):
    """(the program itself, its commands) from a help text."""
    head, _, tail = text.partition("\nSubcommands:\n")
    lines = head.split("\n")
    about = next(line for line in lines if line and not line.startswith("Usage:"))
    program = Command("", about, options_of(lines))
    commands = []
    for block in re.split(r"\n(?=\S)", tail.strip("\n")) if tail else []:
        name, *lines = block.split("\n")
        commands.append(Command(name, lines[0].strip(), options_of(lines[1:]), any(map(COMMAND.match, lines))))
    return program, commands


def roff(text):
    return re.sub(r"(?m)^(?=[.'])", r"\\&", text.replace("\\", r"\e").replace("-", r"\-"))


def paragraph(option):
    return f".TP\n.B {roff(option.spec)}\n{roff(option.about)}\n"


def manual(name, version, program, commands):
    counted = collections.Counter(option for command in commands for option in command.options)
    common = [option for option, count in counted.items() if count >= MANY]
    about = program.about.removeprefix("Secateur: ").rstrip(".")
    page = (f'.TH {name.upper()} 1 "" "{roff(version)}" "User Commands"\n.SH NAME\n{name} \\- {roff(about)}\n'
            f".SH SYNOPSIS\n.B {roff(name)}\n" +
            ("command [options]\n" if commands else "[options] [study | checkpoint | folder of images]...\n") +
            ".SH OPTIONS\n" + "".join(map(paragraph, program.options)))
    if commands:
        page += ".SH COMMANDS\n"
    for command in commands:
        own = [option for option in command.options if option not in common]
        shared = [option.long_name for option in command.options if option in common]
        page += f".SS {roff(command.name)}\n{roff(command.about)}\n" + "".join(map(paragraph, own))
        if shared:
            page += f".PP\nOf the common options: {roff(', '.join(shared))}.\n"
    if common:
        page += ".SH COMMON OPTIONS\n" + "".join(map(paragraph, common))
    return page + (EXIT_STATUS if commands else "") + f".SH SEE ALSO\n.BR {roff(OTHER[name])} (1)\n"


def completion(name, program, commands):
    words = [command.name for command in commands] + [n for o in program.options for n in o.names]
    taking = "|".join(command.name for command in commands if command.takes_command)
    following = " ".join(command.name for command in commands if not command.takes_command)
    options, values = "", ""
    for command in commands:
        names = [n for option in command.options for n in option.names]
        if command.takes_command:
            names += following.split()
        options += f"    {command.name}) words='{' '.join(names)}' ;;\n"
        for option in command.options:
            if option.value:
                choices = " ".join(option.choices)
                patterns = "|".join(f"'{command.name} {n}'" for n in option.names)
                values += f"    {patterns}) words='{choices}'; value=1 ;;\n"
    return f"""# bash completion for {name}; made from the program's own help. Files complete where no choice is known.
_{name.replace("-", "_")}() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} command= words= value= i
  [ "$current" != = ] || current=
  [ "$before" != = ] || before=${{COMP_WORDS[COMP_CWORD - 2]}}
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case $command:${{COMP_WORDS[i]}} in
      *:-*) ;;
      :*) command=${{COMP_WORDS[i]}} ;;
      *) [[ " {following} " != *" ${{COMP_WORDS[i]}} "* ]] || {{ command=${{COMP_WORDS[i]}}; break; }} ;;
    esac
    case $command in {taking}) ;; ?*) break ;; esac
  done
  case $command in
    '') words='{" ".join(words)}' ;;
{options}  esac
  case "$command $before" in
{values}  esac
  case $command in
    '' | {taking}) ;;
    *) [ -n "$value" ] || [[ $current == -* ]] || words= ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}}
complete -o default -F _{name.replace("-", "_")} {name}
"""


def main():
    form, path, target = sys.argv[1:]
    name = os.path.basename(path)
    program, commands = described(output(path, "--help-all" if name == "secateur-cli" else "--help"))
    if form == "completion":
        with open(target, "w", encoding="utf-8") as file:
            file.write(completion(name, program, commands))
        return
    version = " ".join(output(path, "--version").split(",")[0].split())
    page = manual(name, version, program, commands)
    with open(target, "wb") as file:
        file.write(gzip.compress(page.encode(), mtime=0))


if __name__ == "__main__":
    main()
