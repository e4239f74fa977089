#!/usr/bin/env python3
"""Chooses the synthetic speech that comes with the model: usage: replay.py SYNTH_DIR MODEL_DIR [FIRST_UNHEARD_LINE]

MODEL_DIR/replay.jsonl is what fine-tuning replays where no other speech is given, MODEL_DIR/reference.jsonl what shows
how much was forgotten. The reference's clips come from behind the given line of SYNTH_DIR/train.jsonl (from its end, if
none is given), and the lines chosen are written to MODEL_DIR/recipe/reference.txt: leave them out of training.
"""
import json
import os
import random
import sys

import soundfile

REPLAY_SECONDS, REFERENCE_SECONDS = 900, 180


def choose(clips, seconds, draw):
    """Clips of as many voices as there are, until there is enough."""
    by_voice = {}
    for clip in clips:
        if 2 <= clip["duration"] <= 7:
            by_voice.setdefault(clip["speaker"], []).append(clip)
    voices = sorted(by_voice)
    draw.shuffle(voices)
    chosen, total = [], 0.0
    while total < seconds:
        for voice in voices:
            if not by_voice[voice] or total >= seconds:
                continue
            chosen.append(by_voice[voice].pop(draw.randrange(len(by_voice[voice]))))
            total += chosen[-1]["duration"]
    return chosen


def write(clips, synth, model, name):
    os.makedirs(os.path.join(model, name), exist_ok=True)
    with open(os.path.join(model, name + ".jsonl"), "w") as manifest:
        for number, clip in enumerate(clips):
            samples, rate = soundfile.read(os.path.join(synth, clip["audio_filepath"]))
            path = f"{name}/{number:03}.opus"
            soundfile.write(os.path.join(model, path), samples, rate, format="OGG", subtype="OPUS", compression_level=0.9)
            line = {"audio_filepath": path, "duration": clip["duration"], "text": clip["text"], "speaker": clip["speaker"]}
            manifest.write(json.dumps(line) + "\n")


def main():
    synth, model = sys.argv[1:3]
    with open(os.path.join(synth, "train.jsonl")) as lines:
        clips = [json.loads(line) for line in lines]
    unheard = int(sys.argv[3]) if len(sys.argv) > 3 else len(clips) - 2000
    draw = random.Random(1)
    reference = choose(clips[unheard:], REFERENCE_SECONDS, draw)
    write(choose(clips[:unheard], REPLAY_SECONDS, draw), synth, model, "replay")
    write(reference, synth, model, "reference")
    with open(os.path.join(model, "recipe/reference.txt"), "w") as names:
        names.writelines(clip["audio_filepath"] + "\n" for clip in reference)


main()
