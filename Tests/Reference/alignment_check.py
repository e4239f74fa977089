"""Word times of `asr align` beside those of the decoder, and its TextGrids read by two independent parsers.

    swift build -c release --product asr
    python Tests/Reference/alignment_check.py [--asr .build/release/asr] [--model models/en] MANIFEST…

Needs praat-textgrids and textgrid. Of the manifests, clips count whose greedy text is right. The exit code is 1 where a
parser finds another word or time in a TextGrid than the JSON has.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import textgrid
import textgrids

arguments = argparse.ArgumentParser()
arguments.add_argument("--asr", default=".build/release/asr")
arguments.add_argument("--model", default="models/en")
arguments.add_argument("manifests", nargs="+", type=Path)
arguments = arguments.parse_args()


def asr(command, *options):
    result = subprocess.run([arguments.asr, command, "--model", arguments.model, *options],
                            stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


clips = []
for manifest in arguments.manifests:
    for line in manifest.read_text().splitlines():
        clip = json.loads(line)
        clips.append({"audio_filepath": str((manifest.parent / clip["audio_filepath"]).resolve()), "text": clip["text"]})
decoded = asr("transcribe", "--greedy", "--format", "json", *(clip["audio_filepath"] for clip in clips))
right = [(clip, transcript) for clip, transcript in zip(clips, decoded, strict=True)
         if clip["text"] == transcript["text"]]
if not right:
    sys.exit("no greedy text is right")

failures = 0
with tempfile.TemporaryDirectory() as folder:
    manifest = Path(folder) / "right.jsonl"
    manifest.write_text("".join(json.dumps(clip | {"id": str(index)}) + "\n" for index, (clip, _) in enumerate(right)))
    aligned = asr("align", "--manifest", str(manifest), "--characters")
    asr("align", "--manifest", str(manifest), "--characters", "--format", "textgrid", "--output", folder)
    for index, words in enumerate(alignment["words"] for alignment in aligned):
        path = str(Path(folder) / f"{index}.TextGrid")
        expected = {
            "words": [(word["word"], word["start"], word["end"]) for word in words],
            "characters": [(c["character"], c["start"], c["end"]) for word in words for c in word["characters"]],
        }
        one, other = textgrids.TextGrid(path), textgrid.TextGrid.fromFile(path)
        readings = [
            {name: [(i.text, i.xmin, i.xmax) for i in tier if i.text] for name, tier in one.items()},
            {tier.name: [(i.mark, i.minTime, i.maxTime) for i in tier if i.mark] for tier in other.tiers},
        ]
        failures += sum(reading != expected for reading in readings)

differences = {"start": [], "end": []}
for alignment, (_, transcript) in zip(aligned, right, strict=True):
    for one, other in zip(alignment["words"], transcript["words"], strict=True):
        for key, values in differences.items():
            values.append(abs(one[key] - other[key]))
print(f"{len(right)} of {len(clips)} clips with a right greedy text, {len(differences['start'])} words")
for key, values in differences.items():
    values.sort()
    print(f"{key}: median {1000 * values[len(values) // 2]:.0f} ms, 95 % {1000 * values[int(0.95 * len(values))]:.0f} ms")
print(f"TextGrids: {2 * len(right) - failures} of {2 * len(right)} readings are the JSON's")
sys.exit(failures > 0)
