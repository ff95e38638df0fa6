"""The real program on a virtual display: found through the accessibility bus, driven by mouse and keys, seen as pictures."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = pathlib.Path(os.environ.get("SECATEUR", SOURCE / "build/release/bin/secateur"))
CLI = PROGRAM.with_name("secateur-cli")
DRAG_SOURCE = PROGRAM.with_name("drag_source")  # a build of the tests has it
FASHION_MNIST = pathlib.Path("/usr/share/datasets/fashion-mnist")  # Debian: dataset-fashion-mnist
CHECKPOINT = SOURCE / "resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors"
FAILURE = pathlib.Path(tempfile.gettempdir()) / "secateur-window-failure.png"
PATIENCE = 60  # seconds for what takes one on an idle machine


def missing():
    """What this system lacks for it; empty: nothing."""
    lacking = [tool for tool in ("Xvfb", "xdotool", "import", "dbus-daemon") if shutil.which(tool) is None]
    try:
        import gi
        gi.require_version("Atspi", "2.0")
    except (ImportError, ValueError):
        lacking.append("python3-gi with gir1.2-atspi-2.0")
    return lacking + ([] if FASHION_MNIST.is_dir() else ["dataset-fashion-mnist"])


class Bus:
    """A session bus of its own, and what is on it. One a process: the library holds to it."""

    def __init__(self):
        self.runtime = tempfile.TemporaryDirectory(prefix="secateur-bus-")  # or two of them would share a socket
        self.daemon = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                       env=os.environ | {"XDG_RUNTIME_DIR": self.runtime.name})
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = self.daemon.stdout.readline().strip()
        os.environ.pop("AT_SPI_BUS_ADDRESS", None)
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, GLib
        Atspi.init()
        self.atspi = Atspi
        self.events = GLib.MainContext.default()
        self.gone = GLib.Error

    def close(self):
        self.daemon.terminate()
        self.daemon.wait()
        self.daemon.stdout.close()
        self.runtime.cleanup()


class Screen:
    """A display of this size, for as long as the context lasts; only a Program needs a bus."""

    def __init__(self, bus, width=1600, height=1000):
        self.bus, self.width, self.height = bus, width, height

    def __enter__(self):
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{self.width}x{self.height}x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.display = ":" + pipe.readline().strip()
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()

    def tool(self, *command):
        return subprocess.run(list(map(str, command)), env=os.environ | {"DISPLAY": self.display}, check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True).stdout

    def picture(self, path):
        self.tool("import", "-window", "root", path)


class Thing:
    """One object that is on the screen."""

    def __init__(self, program, node):
        self.program, self.node = program, node

    @property
    def name(self):
        return self.node.get_name()

    @property
    def role(self):
        """As at-spi2 calls it until 2.54; since then a push button is a button."""
        role = self.node.get_role_name()
        return "push button" if role == "button" else role

    @property
    def description(self):
        return self.node.get_description()

    @property
    def text(self):
        """What a field holds."""
        text = self.program.atspi.Text
        return text.get_text(self.node, 0, text.get_character_count(self.node))

    def has(self, state):
        return self.node.get_state_set().contains(getattr(self.program.atspi.StateType, state))

    @property
    def place(self):
        """(x, y, width, height) on the screen."""
        box = self.node.get_extents(self.program.atspi.CoordType.SCREEN)
        return tuple(round(self.program.pixels * side) for side in (box.x, box.y, box.width, box.height))


class Program:
    """The program from its start to its end, with a home of its own."""

    def __init__(self, screen, home, *paths, cwd=None, **settings):
        self.screen, self.atspi, self.home = screen, screen.bus.atspi, pathlib.Path(home)
        self.clicks = 0
        self.pixels = 1  # of the screen in one that the program counts in: see scaled()
        self.home.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {
            "DISPLAY": screen.display, "HOME": str(home), "XDG_CONFIG_HOME": f"{home}/config",
            "XDG_DATA_HOME": f"{home}/data", "XDG_RUNTIME_DIR": str(home), "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb"} | settings
        os.chmod(home, 0o700)
        self.process = subprocess.Popen([PROGRAM, *map(str, paths)], env=environment, cwd=cwd or home,
                                        stderr=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()
        self.process.stderr.close()

    def scaled(self):
        """For a program whose pixels are larger than the screen's; once its window is there."""
        frame = self.root().get_child_at_index(0).get_extents(self.atspi.CoordType.SCREEN)
        window = self.screen.tool("xdotool", "search", "--onlyvisible", "--pid", self.process.pid).split()[-1]
        shape = self.screen.tool("xdotool", "getwindowgeometry", "--shell", window)
        self.pixels = int(re.search(r"WIDTH=(\d+)", shape).group(1)) / frame.width

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def quit(self):
        """As the user does; what it said on standard error."""
        self.key("ctrl+q")
        try:
            said = self.process.communicate(timeout=PATIENCE)[1]
        except subprocess.TimeoutExpired:
            self.screen.picture(FAILURE)
            raise
        if self.process.returncode != 0:
            raise AssertionError(f"exit {self.process.returncode}: {said}")
        # Qt says so where it is asked for a row or an object that has just gone; a screen reader, and we, cannot know.
        gone = r"(?m)^.*(QAccessibleTree::indexFromLogical: invalid index|AtSpiAdaptor: Accessible invalid:).*\n"
        return re.sub(gone, "", said)

    def root(self):
        while self.screen.bus.events.iteration(False):  # or what has changed is not known
            pass
        desktop = self.atspi.get_desktop(0)
        desktop.clear_cache()
        for i in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(i)
            if application is not None and application.get_process_id() == self.process.pid:
                application.clear_cache()
                return application
        return None

    def walk(self, node=None):
        """All that is on the screen; what stands in tables is not gone through."""
        node = node or self.root()
        for i in range(node.get_child_count() if node else 0):
            try:
                child = node.get_child_at_index(i)
                states = child.get_state_set()
                if not states.contains(self.atspi.StateType.SHOWING):
                    continue
                yield Thing(self, child)
                if child.get_role_name() not in ("table", "menu bar"):
                    yield from self.walk(child)
            except (self.screen.bus.gone, AttributeError):  # closed while it was looked at
                continue

    def look(self, name, role=None, enabled=True):
        """The last one of this name (a text, or a compiled expression), so that dialogs come before what is behind them; None: not there."""
        found = None
        for thing in self.walk():
            fits = name.search(thing.name) if isinstance(name, re.Pattern) else thing.name == name
            if fits and (role is None or thing.role == role) and \
                    (not enabled or thing.has("ENABLED")):
                found = thing
        return found

    def find(self, name, role=None, enabled=True, patience=PATIENCE):
        """The same once it is there."""
        return self.until(lambda: self.look(name, role, enabled), f"{role or 'object'} {name!r}", patience)

    def until(self, asked, what, patience=PATIENCE):
        end, pause = time.monotonic() + patience, 0.1
        while True:
            if self.process.poll() is not None:
                raise AssertionError(f"ended with {self.process.returncode} before {what}: "
                                     f"{self.process.stderr.read()[-2000:]}")
            try:
                if answer := asked():
                    return answer
            except self.screen.bus.gone:  # what it asked has been closed meanwhile
                pass
            if time.monotonic() > end:
                self.screen.picture(FAILURE)
                raise AssertionError(f"not on the screen: {what}; there were "
                                     f"{sorted({t.name for t in self.walk() if t.name})}")
            time.sleep(pause)
            pause = min(1.5 * pause, 1)  # to look costs both programs more than to wait

    def settled(self):
        """Once the window says the same as it did a moment before: nothing is read any more that it will show."""
        said = []

        def same():
            said.append(sorted(thing.name + thing.description for thing in self.walk()))
            return len(said) > 1 and said[-1] == said[-2]
        self.until(same, "a window that has settled")

    def gone(self, name, role=None, patience=PATIENCE):
        self.until(lambda: self.look(name, role, enabled=False) is None, f"the end of {name!r}", patience)

    def click(self, thing, role=None, times=1, button=1, patience=PATIENCE):
        """With the mouse, in its middle."""
        if not isinstance(thing, Thing):
            thing = self.find(thing, role, patience=patience)
        x, y, width, height = thing.place
        self.screen.tool("xdotool", "mousemove", x + width // 2, y + height // 2, "sleep", "0.1", "click", "--repeat", times,
                         "--delay", 60, button)
        self.clicks += 1
        return thing

    def drop(self, thing, *paths):
        """Another program's files on the middle of a part of the window, by XDND; whether they were taken."""
        corner = self.screen.width - 60, self.screen.height - 60
        environment = os.environ | {"DISPLAY": self.screen.display, "QT_QPA_PLATFORM": "xcb"}
        source = subprocess.Popen([DRAG_SOURCE, *map(str, [*corner, *paths])], env=environment)
        try:
            self.screen.tool("xdotool", "search", "--sync", "--onlyvisible", "--pid", source.pid)
            x, y, width, height = thing.place
            self.screen.tool("xdotool", "mousemove", corner[0] + 30, corner[1] + 30, "sleep", "0.3", "mousedown", 1)
            for part in (0.3, 0.6, 0.9, 1, 1):  # as a hand does: what is under way must be heard of
                self.screen.tool("xdotool", "mousemove", int(corner[0] + part * (x + width / 2 - corner[0])),
                                 int(corner[1] + part * (y + height / 2 - corner[1])), "sleep", "0.2")
            self.screen.tool("xdotool", "mouseup", 1)
            return source.wait(PATIENCE) == 0
        finally:
            source.kill()
            source.wait()

    def focus(self):
        """No window manager gives the window the keys when it is moved or shown behind none."""
        windows = self.screen.tool("xdotool", "search", "--onlyvisible", "--pid", self.process.pid).split()
        focused = subprocess.run(["xdotool", "getwindowfocus"], env=os.environ | {"DISPLAY": self.screen.display},
                                 capture_output=True, text=True, check=False).stdout.strip()
        if windows and focused not in windows:
            self.screen.tool("xdotool", "windowfocus", windows[-1], "sleep", "0.3")

    def key(self, *keys):
        self.focus()
        self.screen.tool("xdotool", "key", "--delay", 60, *keys)

    def type(self, text):
        self.screen.tool("xdotool", "type", "--delay", 20, text)

    def cells(self, tree):
        """What a tree shows, by its place."""
        for i in range(tree.node.get_child_count()):
            cell = tree.node.get_child_at_index(i)
            if cell is not None and cell.get_role_name() in ("tree item", "table cell"):
                yield Thing(self, cell)

    def rows(self, tree):
        """The first cells of its rows."""
        self.root()
        columns = self.atspi.Table.get_n_columns(tree.node)
        return [cell.name for i, cell in enumerate(self.cells(tree)) if i % columns == 0]

    def row(self, tree, name):
        return next(cell for cell in self.cells(tree) if cell.name == name)

    def step(self, name):
        """What a step of the path says of itself."""
        return self.find(name, "push button").description
