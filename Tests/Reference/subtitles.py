"""What asr writes, read by others: SRT by srt, WebVTT by webvtt-py, CSV by Python, CTM by sclite.

    swift build -c release --product asr
    python Tests/Reference/subtitles.py [--asr .build/release/asr] [--model models/en] [--minutes 20] [clips …]

Needs srt, webvtt-py, numpy, soundfile and soxr; sclite where it is installed (apt-get install sctk). The clips are those
of samples/ if none are named, each alone, and a long recording of them with silences of 0 to 2 s between, mono and as a
call of two channels, as a file and on a pipe. Printed is what was looked at; the exit code is 1 where a rule is broken:

- every cue is read, numbered from 1, inside the recording, after the one before it (of its channel);
- at most two lines of 42 characters, and 7 s;
- all forms have the same words, those of the JSON, and srt, vtt and tsv the same times;
- sclite, given a reference of the same words, finds no error.
"""

import argparse
import csv
import io
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile
import soxr
import srt
import webvtt

ROOT = Path(__file__).parent.parent.parent
RATE = 16_000


def check(condition: bool, *message: object) -> None:
    if not condition:
        print("BROKEN:", *message)
        sys.exit(1)


class Recording:
    """A file and how it is given to the program."""

    def __init__(self, program: list[str], path: Path, piped: bool = False, each: bool = False):
        self.path, self.piped, self.each = path, piped, each
        self.program = program + ["-" if piped else str(path)] + (["--channel", "each"] if each else [])
        info = soundfile.info(path)
        self.duration = info.frames / info.samplerate

    def output(self, form: str) -> str:
        command = [*self.program, "--format", form]
        result = subprocess.run(command, stdin=open(self.path, "rb"), capture_output=True, check=False)
        check(result.returncode == 0, *command, result.stderr.decode())
        return result.stdout.decode()

    def words(self) -> list[tuple[int | None, dict]]:
        """The words and their channels: of the JSON for a file, of the final events for a pipe."""
        lines = map(json.loads, self.output("jsonl" if self.piped else "json").splitlines())
        return [(x.get("channel"), word) for x in lines if x.get("type") != "partial" for word in x["words"]]


class Cue:
    """What is shown, and what of it was said in which channel."""

    def __init__(self, start: int, end: int, shown: str, channel: int | None = None, said: str | None = None):
        self.start, self.end, self.lines = start, end, shown.split("\n")
        self.channel, self.said = channel, (said or shown).split()


def check_cues(recording: Recording, cues: list[Cue], words: list[tuple[int | None, dict]]) -> None:
    starts = [cue.start for cue in cues]
    check(starts == sorted(starts), "cues out of order")
    last: dict[int | None, int] = {}
    shown: dict[int | None, list[str]] = {}
    for cue in cues:
        inside = last.get(cue.channel, 0) <= cue.start < cue.end <= recording.duration * 1000
        check(inside and cue.end - cue.start <= 7000, "times", vars(cue))
        check(len(cue.lines) <= 2 and (len(cue.said) == 1 or max(map(len, cue.lines)) <= 42), "lines", vars(cue))
        last[cue.channel] = cue.end
        shown.setdefault(cue.channel, []).extend(cue.said)
    said: dict[int | None, list[str]] = {}
    for channel, word in words:
        said.setdefault(channel, []).append(word["word"])
    check(shown == said, "words of the cues are not those of the JSON")


def subrip_cues(recording: Recording) -> list[Cue]:
    parsed = list(srt.parse(recording.output("srt"), ignore_errors=False))
    check([cue.index for cue in parsed] == list(range(1, len(parsed) + 1)), "numbers")
    cues = []
    for cue in parsed:
        label, said = cue.content.split(": ", 1) if recording.each else ("", cue.content)
        channel = int(label.removeprefix("Channel ")) if recording.each else None
        start, end = (round(time.total_seconds() * 1000) for time in (cue.start, cue.end))
        cues.append(Cue(start, end, cue.content, channel, said))
    return cues


def web_cues(recording: Recording) -> list[Cue]:
    captions = webvtt.from_string(recording.output("vtt")).captions
    return [
        Cue(
            milliseconds(cue.start), milliseconds(cue.end), cue.text,
            int(cue.voice.removeprefix("Channel ")) if recording.each else None)
        for cue in captions
    ]


def milliseconds(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


def check_table(recording: Recording, words: list[tuple[int | None, dict]]) -> None:
    rows = list(csv.DictReader(io.StringIO(recording.output("csv"), newline=""), strict=True))
    name = "-" if recording.piped else str(recording.path)
    check(all(row["file"] == name for row in rows), "the file's name in the CSV")
    starts = [float(row["start"]) for row in rows]
    check(starts == sorted(starts), "the CSV is out of order")
    key = lambda entry: (entry[0], entry[2])
    found = [(row["channel"] or None, row["word"], float(row["start"]), float(row["end"])) for row in rows]
    expected = [(c and str(c), w["word"], w["start"], w["end"]) for c, w in words]
    check(sorted(found, key=key) == sorted(expected, key=key) if recording.each else found == expected, "CSV")


def check_ctm(recording: Recording, words: list[tuple[int | None, dict]], folder: Path) -> str:
    text = recording.output("ctm")
    name = "stdin" if recording.piped else recording.path.stem.replace(" ", "_")
    rows = [line.split(" ") for line in text.splitlines()]
    check(all(len(row) == 6 and row[0] == name for row in rows), "the CTM's fields")
    expected = [("1" if c is None else "AB"[c - 1], w["word"], w["start"], w["end"]) for c, w in words]
    found = [(row[1], row[4], float(row[2]), round(float(row[2]) + float(row[3]), 3)) for row in rows]
    check(sorted(found) == sorted(expected), "CTM")
    check(all(0 <= float(row[5]) <= 1 for row in rows), "confidences")
    sclite = ["sclite"] if shutil.which("sclite") else ["sctk", "sclite"] if shutil.which("sctk") else None
    if not sclite or not rows:
        return "not seen by sclite"
    # Of a stream with channels the lines come as utterances end; sclite wants channel after channel.
    rows.sort(key=lambda row: row[1])
    (folder / "hyp.ctm").write_text("".join(" ".join(row) + "\n" for row in rows))
    with (folder / "ref.stm").open("w") as reference:
        for channel in sorted({row[1] for row in rows}):
            spoken = " ".join(row[4] for row in rows if row[1] == channel)
            reference.write(f"{name} {channel} speaker 0.0 {recording.duration + 1:.3f} {spoken}\n")
    arguments = ["-r", folder / "ref.stm", "stm", "-h", folder / "hyp.ctm", "ctm", "-o", "rsum", "stdout"]
    report = subprocess.run([*sclite, *map(str, arguments)], capture_output=True, text=True, check=False)
    total = next((line for line in report.stdout.splitlines() if "Sum" in line), "")
    numbers = [int(x) for x in total.replace("|", " ").split() if x.isdigit()]
    # Sentences, words, correct, substituted, deleted, inserted, errors, sentence errors.
    check(numbers[1:7] == [len(rows), len(rows), 0, 0, 0, 0], "sclite:", total, report.stdout, report.stderr)
    return "sclite finds all words"


def check_recording(recording: Recording, folder: Path) -> None:
    words = recording.words()
    subrip, web = subrip_cues(recording), web_cues(recording)
    check_cues(recording, subrip, words)
    check_cues(recording, web, words)
    # With channels a label takes room in SubRip's lines, so that its cues may be cut elsewhere.
    if not recording.each:
        check([vars(cue) for cue in subrip] == [vars(cue) for cue in web], "srt and vtt differ")
    rows = [line.split("\t") for line in recording.output("tsv").splitlines()[1:]]
    expected = [[str(c.start), str(c.end), " ".join(c.lines)] + [str(c.channel)] * recording.each for c in web]
    check(rows == expected, "vtt and tsv differ")
    check_table(recording, words)
    scored = check_ctm(recording, words, folder)
    pipe = " on a pipe" if recording.piped else ""
    print(f"{recording.path.name}{pipe}: {recording.duration:.1f} s, {len(words)} words, {len(subrip)} cues; {scored}")


def concatenation(clips: list[Path], minutes: float, seed: int) -> np.ndarray:
    random.seed(seed)
    voices = []
    for clip in clips:
        samples, rate = soundfile.read(clip, dtype="float32", always_2d=True)
        voices.append(soxr.resample(samples.mean(axis=1), rate, RATE))
    pieces, length = [], 0
    while length < minutes * 60 * RATE:
        pieces += [random.choice(voices), np.zeros(int(random.uniform(0, 2) * RATE), np.float32)]
        length += len(pieces[-1]) + len(pieces[-2])
    return np.concatenate(pieces)[: int(minutes * 60 * RATE)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--asr", default=ROOT / ".build/release/asr")
    parser.add_argument("--model", default=ROOT / "models/en")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("clips", nargs="*", type=Path)
    options = parser.parse_args()
    program = [str(options.asr), "transcribe", "--model", str(options.model)]
    samples = [p for p in sorted((ROOT / "samples").iterdir()) if p.suffix not in (".jsonl", ".md", ".sh")]
    clips = options.clips or samples
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for clip in clips:
            check_recording(Recording(program, clip), folder)
        sides = [concatenation(clips, options.minutes, seed) for seed in (1, 2)]
        soundfile.write(folder / "long mono.wav", sides[0], RATE)
        soundfile.write(folder / "call.wav", np.stack(sides, axis=1), RATE)
        for piped in (False, True):
            check_recording(Recording(program, folder / "long mono.wav", piped), folder)
            check_recording(Recording(program, folder / "call.wav", piped, each=True), folder)


if __name__ == "__main__":
    main()
