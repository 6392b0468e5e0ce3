"""Makes a course's film and its captions from a plan in the course's media folder.

python tools/film.py courses/<course>/media/<name>.json

It writes <name>.mp4, <name>.webm and <name>-<language>.srt into the course's static folder, where the plan's pictures
are too. Each sentence is spoken by espeak-ng on its own, so the captions have exact times. A slide is two still
pictures: the icon, then the icon with its text. Needs chromium, espeak-ng and ffmpeg.
"""

import html
import json
import subprocess
import sys
import tempfile
import wave
from pathlib import Path
from typing import Any

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


def draw(slide: dict[str, str], pictures: Path, target: Path, with_text: bool) -> None:
    """One picture of 1280 by 720 pixels: a slide with a number has its icon on the left, one without on top."""
    page = target.with_suffix(".html")
    number = f"<b>{slide['number']}</b>" if "number" in slide else ""
    text = PAGE.format(
        icon=(pictures / slide["icon"]).as_uri(),
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


def clock(time: float) -> str:
    """The time of a caption: hours, minutes, seconds, milliseconds."""
    milliseconds = round(time * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"


def build(plan: dict[str, Any], static: Path, work: Path) -> None:
    """Writes the film and its captions into `static`; what is needed on the way goes into `work`."""
    sound, captions, pictures = bytearray(), [], []
    for index, slide in enumerate(plan["slides"]):
        first, second = work / f"{index}a.png", work / f"{index}b.png"
        draw(slide, static, first, with_text=False)
        draw(slide, static, second, with_text=True)
        spoken = [speak(sentence, work / f"{index}-{position}.wav") for position, sentence in enumerate(slide["say"])]
        begin = shown = seconds(sound)
        for position, (sentence, voice) in enumerate(zip(slide["say"], spoken, strict=True)):
            start = seconds(sound)
            sound += voice
            captions.append((start, seconds(sound) + 0.3, sentence))
            shown = seconds(sound) if position == 0 else shown
            last = position == len(spoken) - 1
            sound += bytes(2 * int(RATE * (AFTER_SLIDE if last else AFTER_SENTENCE)))
        pictures += [(first, shown - begin), (second, seconds(sound) - shown)]
    (static / f"{plan['name']}-{plan['language']}.srt").write_text(subtitles(captions), encoding="utf-8")
    encode(sound, pictures, static / plan["name"], work)


def seconds(sound: bytes | bytearray) -> float:
    """How long 16-bit mono samples last."""
    return len(sound) / 2 / RATE


def subtitles(captions: list[tuple[float, float, str]]) -> str:
    """Start, end and text of each caption as SubRip."""
    return "".join(
        f"{number}\n{clock(start)} --> {clock(end)}\n{text}\n\n"
        for number, (start, end, text) in enumerate(captions, 1)
    )


def encode(sound: bytes | bytearray, pictures: list[tuple[Path, float]], film: Path, work: Path) -> None:
    """Writes <film>.mp4 and <film>.webm from the samples and from each picture with its seconds."""
    with wave.open(str(work / "sound.wav"), "wb") as target:
        target.setparams((1, 2, RATE, 0, "NONE", ""))
        target.writeframes(bytes(sound))
    listing = "".join(f"file '{path}'\nduration {length:.3f}\n" for path, length in pictures)
    (work / "pictures.txt").write_text(f"{listing}file '{pictures[-1][0]}'\n", encoding="utf-8")
    for suffix, codec in (("mp4", MP4), ("webm", WEBM)):
        run(
            *("ffmpeg -y -f concat -safe 0 -i", work / "pictures.txt", "-i", work / "sound.wav"),
            "-vf scale=960:540,fps=15,format=yuv420p -map_metadata -1 -fflags +bitexact -flags:v +bitexact -shortest",
            *(codec, film.with_suffix(f".{suffix}")),
        )


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("Usage: python tools/film.py courses/<course>/media/<name>.json", file=sys.stderr)
        return 2
    plan = Path(arguments[0]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        build(json.loads(plan.read_text(encoding="utf-8")), plan.parent.parent / "static", Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
