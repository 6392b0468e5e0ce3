"""One Chromium with a profile folder of its own, that other threads can kill or close a tab of."""

import json
import os
import signal
import urllib.request
from pathlib import Path

import chromium
from playwright.sync_api import BrowserContext, BrowserType, Error

from tests.conftest import FLAGS

BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}


class Chromium:
    """``profile`` stays after a kill, as on a real computer. ``script`` is injected into every frame."""

    def __init__(self, kind: BrowserType, profile: Path, script: str = "", *, storage: bool = True) -> None:
        self.kind = kind
        self.profile = profile
        self.script = script
        self.context: BrowserContext
        self.group = 0
        if not storage:
            (profile / "Default").mkdir(parents=True, exist_ok=True)
            (profile / "Default" / "Preferences").write_text(json.dumps(BLOCKED))

    def start(self) -> None:
        """Start the program with what the profile holds."""
        self.context = self.kind.launch_persistent_context(
            self.profile,
            executable_path=chromium.find(),
            args=[*FLAGS, "--remote-debugging-port=0"],
            viewport={"width": 1200, "height": 900},
            locale="en-GB",
        )
        if self.script:
            self.context.add_init_script(self.script)
        self.group = os.getpgid(self._process())

    def _process(self) -> int:
        """The browser's own process: the one with this profile that is nobody's helper."""
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    words = (folder / "cmdline").read_bytes().split(b"\0")
                except OSError:
                    continue
                mine = any(word.decode(errors="replace") == f"--user-data-dir={self.profile}" for word in words)
                if mine and not any(word.startswith(b"--type=") for word in words):
                    return int(folder.name)
        raise RuntimeError("the browser has no process")

    @property
    def running(self) -> bool:
        """False after a kill."""
        return self.group != 0

    def kill(self) -> None:
        """SIGKILL for all its processes, as when the power goes. May be called from any thread."""
        group, self.group = self.group, 0
        if group:
            os.killpg(group, signal.SIGKILL)

    def close_tab(self) -> None:
        """Close the course's tab, whatever is going on in it. May be called from any thread."""
        port = (self.profile / "DevToolsActivePort").read_text().split()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10) as answer:
            targets = json.load(answer)
        for target in targets:
            if target["type"] == "page" and target["url"].startswith("http"):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/json/close/{target['id']}", timeout=10).close()

    def end(self) -> None:
        """Close it in an orderly way; after a kill, only tidy up."""
        try:
            self.context.close()
        except Error:
            self.kill()
        self.group = 0
