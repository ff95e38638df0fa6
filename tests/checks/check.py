"""What the checks of this folder share: the files that they read, how they are called and report, how they prove that
they can fail.

A check is a program NAME.py: `check(root)` and `self_test()`, given to run().
"""
import os
import sys


def sources(root, tops=("core", "ui", "app")):
    """(path relative to `root`, text) of every C++ file under the folders `tops`, in the same order everywhere."""
    for top in tops:
        for folder, folders, names in os.walk(os.path.join(root, top)):
            folders.sort()
            for name in sorted(names):
                if name.endswith((".h", ".hpp", ".cpp", ".cc")):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as file:
                        yield os.path.relpath(path, root).replace(os.sep, "/"), file.read()


def failures_of(find, right, wrong):
    """For a self-test: what `find`, which gives the faults of one case, says of those that have none and of those that have one."""
    return ([f"reported, but allowed: {case}" for case in right if list(find(case))] +
            [f"not found once: {case}" for case in wrong if len(list(find(case))) != 1])


def run(text, check, passed, self_test, read="source file", actions=()):
    """The program: what its exit status is.

    `text`: what --help would say. `check`: of a tree's root makes (number of `read` things read, list of faults);
    nothing read is a fault, too. `passed`: what is said of that number where there is no fault. `self_test`: makes
    (number of faults that it must find, list of failures). `actions`: {"--option": function of a tree's root}.
    """
    name = os.path.splitext(os.path.basename(sys.argv[0]))[0]
    arguments = sys.argv[1:]
    if arguments == ["--self-test"]:
        known, failures = self_test()
        print("\n".join(failures) or f"{name}: self-test passed, {known} faults found out of {known}")
        return 1 if failures else 0
    if len(arguments) == 2 and arguments[0] in actions:
        dict(actions)[arguments[0]](arguments[1])
        return 0
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(text, file=sys.stderr)
        return 2
    count, faults = check(arguments[0])
    if count == 0:
        faults.append(f"{arguments[0]}: no {read} found")
    print("\n".join(faults) or f"{name}: {passed.format(count)}")
    return 1 if faults else 0
