"""Makes static/<name>.mp4, .webm and -<language>.srt from <name>.json and the pictures in static/.

Each sentence is spoken by espeak-ng on its own, so the captions have exact times. A slide is two still pictures: the
icon, then the icon with its text. Needs chromium, espeak-ng and ffmpeg. Usage: python3 make_video.py stay-safe.json
"""

import html
import json
import subprocess
import sys
import tempfile
import wave
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "static"
RATE = 48_000
AFTER_SENTENCE, AFTER_SLIDE = 0.55, 1.0  # seconds of silence

PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; width: 1280px; height: 720px; box-sizing: border-box; padding: 64px 84px 130px; background: #fbf7ef;
  color: #0b5563; font-family: "Noto Sans", "DejaVu Sans", sans-serif; display: flex; gap: 72px; align-items: center; }}
body.wide {{ flex-direction: column; justify-content: center; gap: 40px; text-align: center; }}
img {{ width: 400px; flex: none; }}
h1 {{ font-size: 88px; line-height: 1.1; margin: 0 0 28px; }}
p {{ font-size: 58px; line-height: 1.25; margin: 0; color: #1b1b1b; visibility: {text_visibility}; }}
b {{ display: inline-block; width: 92px; height: 92px; border-radius: 50%; background: #e08a1e; color: #1b1b1b;
  font-size: 60px; line-height: 92px; text-align: center; margin-bottom: 24px; }}
.wide img {{ width: 960px; }}
.wide h1 {{ font-size: 60px; margin: 0 0 16px; }}
.wide p {{ font-size: 44px; }}
</style><body class="{layout}"><img src="{icon}" alt=""><div>{number}<h1>{title}</h1><p>{text}</p></div>"""

CLEAR = "silenceremove=start_periods=1:start_threshold=-50dB,highpass=f=90,treble=g=-4:f=4500,volume=0.85"
MP4 = "-c:v libx264 -preset veryslow -tune stillimage -crf 26 -g 150 -c:a aac -b:a 56k -movflags +faststart"
WEBM = "-c:v libvpx-vp9 -b:v 0 -crf 34 -g 150 -row-mt 1 -c:a libopus -b:a 32k"


def run(*parts: str | Path | list[str]) -> None:
    """Runs one command: text is split at blanks, a path or a list is taken as it is."""
    command: list[str] = []
    for part in parts:
        command += part.split() if isinstance(part, str) else part if isinstance(part, list) else [str(part)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def draw(slide: dict[str, str], target: Path, with_text: bool) -> None:
    page = target.with_suffix(".html")
    number = f"<b>{slide['number']}</b>" if "number" in slide else ""
    text = PAGE.format(
        icon=(STATIC / slide["icon"]).as_uri(),
        layout="" if number else "wide",
        number=number,
        title=html.escape(slide["title"]),
        text=html.escape(slide["text"]),
        text_visibility="visible" if with_text else "hidden",
    )
    page.write_text(text, encoding="utf-8")
    flags = "--headless --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files"
    run("chromium", flags, "--window-size=1280,720", [f"--screenshot={target}", page.as_uri()])


def speak(sentence: str, target: Path) -> bytes:
    """The sentence as 16-bit mono samples; 112 is read digit by digit."""
    raw = target.with_suffix(".raw.wav")
    run("espeak-ng -v en-gb -s 132 -p 42 -g 3 -w", raw, [sentence.replace("112", "one, one, two")])
    run("ffmpeg -y -i", raw, "-af", CLEAR, f"-ar {RATE} -ac 1", target)
    with wave.open(str(target)) as sound:
        return bytes(sound.readframes(sound.getnframes()))


def clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"


def build(plan: dict[str, Any], work: Path) -> None:
    sound, captions, pictures = bytearray(), [], []
    for index, slide in enumerate(plan["slides"]):
        first, second = work / f"{index}a.png", work / f"{index}b.png"
        draw(slide, first, with_text=False)
        draw(slide, second, with_text=True)
        begin = len(sound) / 2 / RATE
        shown = begin
        for position, sentence in enumerate(slide["say"]):
            start = len(sound) / 2 / RATE
            sound += speak(sentence, work / f"{index}-{position}.wav")
            stop = len(sound) / 2 / RATE
            captions.append((start, stop + 0.3, sentence))
            if position == 0:
                shown = stop
            last = position == len(slide["say"]) - 1
            sound += bytes(2 * int(RATE * (AFTER_SLIDE if last else AFTER_SENTENCE)))
        end = len(sound) / 2 / RATE
        pictures += [(first, shown - begin), (second, end - shown)]
    with wave.open(str(work / "sound.wav"), "wb") as target:
        target.setparams((1, 2, RATE, 0, "NONE", ""))
        target.writeframes(bytes(sound))
    listing = "".join(f"file '{path}'\nduration {seconds:.3f}\n" for path, seconds in pictures)
    (work / "pictures.txt").write_text(f"{listing}file '{pictures[-1][0]}'\n", encoding="utf-8")
    cues = [
        f"{number}\n{clock(start)} --> {clock(end)}\n{text}\n\n"
        for number, (start, end, text) in enumerate(captions, 1)
    ]
    (STATIC / f"{plan['name']}-{plan['language']}.srt").write_text("".join(cues), encoding="utf-8")
    for suffix, codec in (("mp4", MP4), ("webm", WEBM)):
        run(
            *("ffmpeg -y -f concat -safe 0 -i", work / "pictures.txt", "-i", work / "sound.wav"),
            "-vf scale=960:540,fps=15,format=yuv420p -map_metadata -1 -fflags +bitexact -flags:v +bitexact -shortest",
            *(codec, STATIC / f"{plan['name']}.{suffix}"),
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        build(json.loads((HERE / sys.argv[1]).read_text(encoding="utf-8")), Path(folder))
