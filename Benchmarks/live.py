"""Measures live recognition: speech goes into `asr transcribe -` as it would be spoken, and its events are timed.

latency: clips of a manifest with a pause behind each, at real-time speed. Printed: how long after the end of a word its
    text is shown for the first time, and how long until it is shown to stay; and the share of a core that is used.
memory:  the same clips again and again, as fast as they are taken, for --hours of audio; peak memory after each part.

Word ends are the recogniser's own (the CTC path's, not a person's); words of the final text alone are counted.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time

import numpy as np
import soundfile
import soxr

RATE, PIECE, PAUSE = 16000, 0.02, 1.5


def speech(manifest, limit):
    """16-bit samples of the manifest's clips, `limit` seconds in all, a pause behind each."""
    folder = os.path.dirname(os.path.abspath(manifest))
    pieces, seconds = [], 0
    for line in open(manifest, encoding="utf-8"):
        samples, rate = soundfile.read(os.path.join(folder, json.loads(line)["audio_filepath"]), always_2d=True)
        samples = soxr.resample(samples.mean(1), rate, RATE)
        pieces += [samples, np.zeros(int(PAUSE * RATE))]
        seconds += len(samples) / RATE + PAUSE
        if seconds >= limit:
            break
    joined = np.concatenate(pieces)[:int(limit * RATE)]
    return (np.clip(joined, -1, 1) * 32767).astype("<i2").tobytes()


def start(options):
    return subprocess.Popen(
        [options.asr, "transcribe", "-", "--rate", str(RATE), "--format", "jsonl", "--model", options.model],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def timed_events(process, events):
    for line in process.stdout:
        events.append((time.monotonic(), json.loads(line)))


def word_delays(events, begin):
    """For each word of each final event: when it was first shown, and first shown to stay, behind its end in s."""
    first, lasting, shown = [], [], []
    for moment, event in events:
        shown.append((moment, event["words"]))
        if event["type"] != "final":
            continue
        for word in event["words"]:
            # The same word at about the same time: one more before it does not make it another.
            is_there = [any(other["word"] == word["word"] and abs(other["start"] - word["start"]) < 0.5
                            for other in words) for _, words in shown]
            stays = next(i for i in range(len(shown)) if all(is_there[i:]))
            spoken = begin + word["end"]
            first.append(shown[is_there.index(True)][0] - spoken)
            lasting.append(shown[stays][0] - spoken)
        shown = []
    return first, lasting


def latency(options):
    samples = speech(options.manifest, options.seconds)
    process, events = start(options), []
    reader = threading.Thread(target=timed_events, args=(process, events))
    reader.start()
    time.sleep(1)  # The model is loaded before anyone speaks.
    size = int(PIECE * RATE) * 2
    begin = time.monotonic()
    for number, offset in enumerate(range(0, len(samples), size)):
        # A microphone hands over a piece when its last sample has been heard.
        time.sleep(max(0, begin + (number + 1) * PIECE - time.monotonic()))
        process.stdin.write(samples[offset:offset + size])
        process.stdin.flush()
    process.stdin.close()
    reader.join()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"asr ended with {status}")
    first, lasting = word_delays(events, begin)
    print(f"{len(samples) / 2 / RATE:.0f} s of audio, {len(first)} words")
    for name, delays in [("shown", first), ("shown to stay", lasting)]:
        high = sorted(delays)[int(0.95 * (len(delays) - 1))]
        print(f"{name:14} {statistics.median(delays):5.2f} s after its end (median), {high:5.2f} s (95th percentile)")
    busy = (usage.ru_utime + usage.ru_stime) / (len(samples) / 2 / RATE)
    print(f"{100 * busy:.1f} % of a core, {usage.ru_maxrss / 1024:.0f} MB at most")


def peak(process):
    for line in open(f"/proc/{process.pid}/status", encoding="ascii"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return float("nan")


def memory(options):
    samples = speech(options.manifest, 60)
    process, events = start(options), []
    reader = threading.Thread(target=timed_events, args=(process, events))
    reader.start()
    begin, minutes = time.monotonic(), int(options.hours * 60)
    for minute in range(1, minutes + 1):
        process.stdin.write(samples)
        process.stdin.flush()
        if minute in (1, 2, minutes) or minute % 30 == 0:
            # The pipe holds seconds, so all but the last of them have been recognised.
            print(f"{minute:4} min  {peak(process):6.1f} MB  after {time.monotonic() - begin:.0f} s", flush=True)
    process.stdin.close()
    reader.join()
    _, status, usage = os.wait4(process.pid, 0)
    finals = sum(event["type"] == "final" for _, event in events)
    print(f"end       {usage.ru_maxrss / 1024:6.1f} MB, {finals} utterances")
    if status:
        sys.exit(f"asr ended with {status}")


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["latency", "memory"])
    parser.add_argument("--manifest", default=os.path.join(here, "../samples/samples.jsonl"))
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--hours", type=float, default=3)
    parser.add_argument("--asr", default=os.path.join(here, "../.build/release/asr"))
    parser.add_argument("--model", default=os.path.join(here, "../models/en"))
    options = parser.parse_args()
    {"latency": latency, "memory": memory}[options.what](options)


if __name__ == "__main__":
    main()
