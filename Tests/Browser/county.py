"""A county of real programs on loopback, for the tests in a real browser and for the screenshots."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ.get("ZHISHOU_PROGRAMS", ROOT / ".build" / "debug"))
PASSWORD = "口令口令口令口令"


class Refused(Exception):
    """A command that did not end well."""


def eventually(is_so, what, seconds=60):
    """Waits for something to become so. The bound is for a test that hangs, not for speed."""
    end = time.monotonic() + seconds
    while not (found := is_so()):
        if time.monotonic() > end:
            raise AssertionError(f"never so: {what}")
        time.sleep(0.05)
    return found


class Running:
    """A program that was started; stopped by its own process id."""

    def __init__(self, program, arguments, environment, log):
        self.log = open(log, "ab")
        self.process = subprocess.Popen(
            [PROGRAMS / program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log,
            env=environment)
        line = self.process.stdout.readline()
        if not line:
            raise Refused(pathlib.Path(log).read_text())
        self.ready = json.loads(line)

    def end(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            # A stopped process takes no other signal before it goes on.
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(number)
        self.process.wait(timeout=60)
        self.process.stdout.close()
        self.log.close()


class Folder:
    """A program's data folder, and the program over it."""

    def __init__(self, county, program, path, run):
        self.county, self.program, self.path, self.run_arguments = county, program, path, run
        self.running = None

    def call(self, *arguments, lines=None):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines) if lines is not None else None
        done = subprocess.run(
            [PROGRAMS / self.program, "--data", self.path, *arguments, "--json"], input=text, capture_output=True,
            text=True, env=self.county.environment)
        if done.returncode != 0:
            raise Refused(f"{' '.join(arguments)}: {done.stdout} {done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def start(self):
        self.running = Running(
            self.program, ["--data", self.path, "run", *self.run_arguments(self), "--json"], self.county.environment,
            f"{self.path}.log")

    def stop(self, number=signal.SIGTERM):
        if self.running:
            self.running.end(number)
            self.running = None

    def freeze(self):
        self.running.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.running.process.send_signal(signal.SIGCONT)

    def record(self, collection, *lines, unit=None):
        """Enters records; answers their ids."""
        done = self.call("record", collection, *(["--unit", unit] if unit else []), lines=lines)
        return [row["id"] for row in done]

    def list(self, collection):
        return [row["fields"] for row in self.call("list", collection)]


class Town(Folder):
    port = 0

    @property
    def desk(self):
        # After a restart the desk is where it was: a browser has it open.
        self.port = self.port or int(self.running.ready["desk"].rsplit(":", 1)[1])
        return f"http://127.0.0.1:{self.port}"

    def add_account(self, name, role="officer"):
        """An account with the usual password, for a person who is entered already."""
        subprocess.run(
            [PROGRAMS / self.program, "--data", self.path, "account", "add", name, "--role", role, "--password-stdin"],
            input=PASSWORD + "\n", text=True, check=True, capture_output=True, env=self.county.environment)

    def waiting(self):
        return sum(ledger["waitingSets"] for ledger in self.call("status")["ledgers"])

    def draft_files(self):
        """What lies in the folder of drafts, each as its text."""
        return [json.dumps(json.loads(file.read_text()), ensure_ascii=False)
                for file in pathlib.Path(self.path, "drafts").glob("*.json")]

    def wait_until_delivered(self):
        eventually(lambda: self.waiting() == 0, "everything is delivered", seconds=120)


class County:
    """A hub and its towns, in a folder of their own."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zhishou-browser-"))
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("ZHISHOU_")
        } | {"ZHISHOU_GUARDS": str(self.folder / "guards"), "LC_ALL": "C.UTF-8"}
        self.port = 0
        self.towns = []
        self.hub = Folder(
            self, "county-hub", str(self.folder / "hub"),
            lambda hub: ["--exchange", f"127.0.0.1:{self.port}", "--console", "127.0.0.1:0"])
        self.hub.call("init", "--name", "金湖县", "--code", "JH")
        self.start_hub()

    @property
    def desk(self):
        """The county's own desk, with the console beside it."""
        return "http://" + self.hub.running.ready["console"]

    def start_hub(self):
        self.hub.start()
        self.port = int(self.hub.running.ready["exchange"].rsplit(":", 1)[1])

    def town(self, code, name=None):
        """A unit's agent, running; a second one of the same unit when it is called without a name."""
        added = self.hub.call("unit", "add", code, name, "--class", "town") if name else self.hub.call("unit", "code", code)
        town = Town(
            self, "town-agent", str(self.folder / f"{code}-{len(self.towns)}"),
            lambda town: ["--desk", f"127.0.0.1:{town.port}"])
        town.call("enrol", "--hub", f"https://127.0.0.1:{self.port}", "--code", added["code"])
        town.start()
        self.towns.append(town)
        return town

    def close(self):
        for folder in [*self.towns, self.hub]:
            folder.stop(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)
