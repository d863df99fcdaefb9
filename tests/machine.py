"""What the tests need of the machine: a browser, zsh, Java, and a Python that makes environments. Found or installed.

    python tests/machine.py browser zsh    find each and install what is missing, with what the machine offers
    python tests/machine.py java           the same for the Java that Spark runs on
    python tests/machine.py venv           the same for the module that ``python -m venv`` needs

What can be neither found nor installed is named in one line that says what to do. The tests that need it are then
skipped, with the same line; where ``CI`` is set, both this program and those tests fail. This is the only place that
knows where browsers are: ``FRONTIER_BROWSER``, then ``BROWSERS``, then ``APPLICATIONS``, then playwright's own.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
# The page is our own file, so it needs no sandbox, which root and containers cannot have; and nobody is asked.
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


class MissingError(Exception):
    """Something is not on this machine; the message is the line that says what to install."""


def in_ci() -> bool:
    """Return whether nothing may be left out."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def leave_out(missing: MissingError) -> None:
    """Skip the running test for want of something, or fail it where nothing may be left out."""
    import pytest

    if in_ci():
        pytest.fail(f"{missing} (CI is set, so this is not skipped)", pytrace=False)
    pytest.skip(str(missing))


# --- What is here.


def start_browser(playwright):
    """Start the first browser that starts, and return it.

    Being there is not enough: on Ubuntu ``chromium-browser`` may be a script that only asks for a snap.
    """
    from playwright.sync_api import Error

    chosen = os.environ.get("FRONTIER_BROWSER")
    if chosen:
        try:
            return playwright.chromium.launch(executable_path=shutil.which(chosen) or chosen, args=QUIET)
        except Error as error:
            reason = error.message.strip().splitlines()[0]
            raise ValueError(f"FRONTIER_BROWSER={chosen} does not start: {reason}") from None
    here = [*filter(None, map(shutil.which, BROWSERS)), *(path for path in APPLICATIONS if Path(path).exists())]
    for path in [*here, None]:  # without a path it is what `playwright install` left
        try:
            return playwright.chromium.launch(executable_path=path, args=QUIET)
        except Error:
            continue
    fault = f"{here[0]} does not start" if here else "no browser was found"
    raise MissingError(
        f"the page is not tested, for {fault}: install Chromium, Chrome or Edge (on Debian: sudo apt-get install "
        "chromium), or set FRONTIER_BROWSER=/path/to/one"
    )


def find_browser() -> None:
    """Raise unless some browser starts."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        start_browser(playwright).close()


def find_shell(name: str) -> str:
    """Return where a shell is."""
    found = shutil.which(name)
    if found is None:
        raise MissingError(
            f"completion in {name} is not tested: install {name} (on Debian: sudo apt-get install {name})"
        )
    return found


def find_java() -> None:
    """Raise unless a Java starts that Spark runs on."""
    home = os.environ.get("JAVA_HOME")
    words = [str(Path(home, "bin", "java")) if home else "java", "--version"]
    version = (run(*words) or "java 0").split()[1]
    if int(re.match("[0-9]*", version)[0] or 0) < 17:
        raise MissingError(
            "Spark needs Java 17 or newer: install it (on Debian: sudo apt-get install default-jre-headless)"
        )


def find_venv() -> None:
    """Raise unless this Python makes environments; Debian's does so only with a package more."""
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        raise MissingError(
            f"{sys.executable} makes no environments: install its venv module "
            f"(on Debian or Ubuntu: sudo apt-get install {venv_package()})"
        )


def venv_package() -> str:
    """Name Debian's package for the Python that runs this."""
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


# --- What can be installed.


def run(*words: str) -> str | None:
    """Run a program that asks nothing, and return what it prints, or None if it cannot be run or fails."""
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def as_root() -> list[str] | None:
    """Return what to put before a command that only root may run, or None if there is nothing."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if run("sudo", "-n", "true") is not None else None


def install_package(package: str) -> None:
    """Install a Debian package, if this machine has such packages and lets us."""
    prefix = as_root()
    if prefix is None or shutil.which("apt-get") is None:
        return
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    say(f"installing {package} with apt-get ...")
    run(*apt, "update")
    # On Ubuntu, chromium is only a name for a package that asks for a snap; such a name has no version to install.
    if "Candidate: (none)" not in (run("apt-cache", "policy", package) or ""):
        run(*apt, "install", "--yes", "--no-install-recommends", package)


def download_browser() -> None:
    """Let playwright download a browser of its own and, where that is allowed, install the libraries that it needs."""
    playwright = [sys.executable, "-m", "playwright"]
    say("downloading a browser with playwright ...")
    if run(*playwright, "install", "--only-shell", "chromium") is not None and as_root() is not None:
        run(*playwright, "install-deps", "chromium")


# What may be asked for: how it is found, and ways to install it, tried in this order.
NEEDS = {
    "browser": (find_browser, [lambda: install_package("chromium"), download_browser]),
    "java": (find_java, [lambda: install_package("default-jre-headless")]),
    "zsh": (lambda: find_shell("zsh"), [lambda: install_package("zsh")]),
    "venv": (find_venv, [lambda: install_package(venv_package())]),
}


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def provide(name: str) -> bool:
    """Find or install one thing, or say in one line what to do; return whether the work may go on."""
    find, ways = NEEDS[name]
    for way in [*ways, None]:
        try:
            find()
        except MissingError as missing:
            if way is not None:
                way()
                continue
            say(str(missing))
            return name != "venv" and not in_ci()
        except ValueError as error:
            say(str(error))
            return False
        break
    return True


if __name__ == "__main__":
    stopped = [name for name in sys.argv[1:] if not provide(name)]  # each is tried, whatever became of the others
    sys.exit(bool(stopped))
