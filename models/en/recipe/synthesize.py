"""Makes hours of synthetic speech: OUT/audio/<engine>/<index>.flac and OUT/train.jsonl.

What becomes of a sentence (engine, voice, pitch, pace, level) is a function of the seed and the sentence's index alone,
so a run that was stopped goes on where it was.
"""
import argparse
import collections
import functools
import json
import os
import random
import sys
from multiprocessing import Pool

import numpy as np
import soundfile
import soxr

from engines import MORE, SHARES, VOICES, speak
from sentences import numbers, sentences, held_out

RATE = 16000
BLOCK, BATCH = 800, 40
Clip = collections.namedtuple("Clip", "index engine voice written text shift rate level lead tail")


def plan(index, sentence, banned, seed, shares):
    """What is spoken at an index, by whom and how."""
    rng = random.Random(f"{seed}:{index}")
    written, text = numbers(rng, banned) if rng.random() < 0.03 else sentence
    engine = rng.choices(list(shares), shares.values())[0]
    voice = rng.choice(VOICES[engine])
    shift = rng.uniform(1.16, 1.3) if rng.random() < 0.12 else rng.uniform(0.86, 1.16)
    shift = round(shift / 0.02) * 0.02
    pace = rng.uniform(0.65, 1.2)  # the engines' own pace is faster than most people's
    return Clip(index, engine, voice, written, text, shift, pace / shift,
                rng.uniform(0.15, 0.9), rng.uniform(0.03, 0.3), rng.uniform(0.03, 0.3))


def shifted(samples, rate, shift):
    """Played `shift` times as fast, which moves pitch and formants together, and resampled to 16 kHz."""
    return soxr.resample(np.asarray(samples, dtype=np.float32), rate * shift, RATE)


def trimmed(samples, lead, tail):
    """The speech with at most `lead` and `tail` seconds of what surrounds it, and its own length in seconds."""
    frame = RATE // 100
    power = np.square(samples[:len(samples) // frame * frame].reshape(-1, frame)).mean(1)
    voiced = np.flatnonzero(power > power.max(initial=0) * 1e-4)
    if len(voiced) == 0:
        return samples[:0], 0.0
    start, end = voiced[0] * frame, (voiced[-1] + 1) * frame
    return samples[max(0, start - int(lead * RATE)):end + int(tail * RATE)], (end - start) / RATE


def believable(text, speech, duration):
    """Whether the length of a clip can be that of its text."""
    return 0.5 <= duration <= 15 and 0.03 * len(text) <= speech <= 0.25 * len(text) + 0.2


def finished(clip, audio, out):
    """Writes one clip; returns its manifest row, or None where it was refused."""
    if audio is None:
        return None
    samples, speech = trimmed(shifted(*audio, clip.shift), clip.lead, clip.tail)
    duration = len(samples) / RATE
    if not believable(clip.text, speech, duration):
        return None
    path = f"audio/{clip.engine}/{clip.index:06d}.flac"
    os.makedirs(os.path.dirname(os.path.join(out, path)), exist_ok=True)
    soundfile.write(os.path.join(out, path), samples * (clip.level / np.abs(samples).max()), RATE, subtype="PCM_16")
    return {"audio_filepath": path, "duration": round(duration, 3), "text": clip.text,
            "speaker": f"{clip.engine}-{clip.voice}-{clip.shift:.2f}"}


def make(clips, out):
    """Speaks and writes clips of one engine; returns the manifest rows and the number refused."""
    rows = [finished(clip, audio, out) for clip, audio in zip(clips, speak(clips[0].engine, clips))]
    made = [row for row in rows if row]
    return made, len(rows) - len(made)


def batches(clips):
    """Clips in batches of one engine, the engines in turn."""
    for start in range(0, len(clips), BLOCK):
        by_engine = collections.defaultdict(list)
        for clip in clips[start:start + BLOCK]:
            by_engine[clip.engine].append(clip)
        for group in by_engine.values():
            yield from (group[i:i + BATCH] for i in range(0, len(group), BATCH))


def read_manifest(path):
    """The rows already made. A last line cut short by an interruption is taken off the file."""
    if not os.path.exists(path):
        return []
    with open(path, "rb+") as file:
        whole = file.read()
        whole = whole[:whole.rfind(b"\n") + 1]
        file.truncate(len(whole))
    return [json.loads(line) for line in whole.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--hours", type=float, default=100)
    parser.add_argument("--sentences", required=True, help="folder of commonvoice-sentences.txt.xz and books.txt.xz")
    parser.add_argument("--corpora", required=True, help="folder of recorded corpora, whose dev and test texts are left out")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=[*SHARES, *MORE], help="one engine alone, not all but the slow one by their shares")
    options = parser.parse_args()
    shares = {options.engine: 1} if options.engine else SHARES

    manifest = os.path.join(options.out, "train.jsonl")
    rows = read_manifest(manifest)
    seconds = sum(row["duration"] for row in rows)
    there = {int(os.path.basename(row["audio_filepath"]).split(".")[0]) for row in rows}
    banned = held_out(options.corpora)
    texts = sentences(options.sentences, options.corpora, options.seed)
    clips = [plan(i, s, banned, options.seed, shares) for i, s in enumerate(texts) if i not in there]
    print(f"{seconds / 3600:.2f} h there, {len(clips)} sentences left", file=sys.stderr)

    refused = 0
    with Pool(options.workers) as pool, open(manifest, "a", encoding="utf-8") as lines:
        for made, failed in pool.imap_unordered(functools.partial(make, out=options.out), batches(clips)):
            lines.write("".join(json.dumps(row) + "\n" for row in made))
            lines.flush()
            refused += failed
            seconds += sum(row["duration"] for row in made)
            print(f"\r{seconds / 3600:.2f} h, {refused} refused", end="", file=sys.stderr)
            if seconds >= options.hours * 3600:
                break
    print(file=sys.stderr)


if __name__ == "__main__":
    main()
