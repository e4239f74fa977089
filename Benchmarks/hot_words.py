"""What hot words gain and cost: recall of rare words of dev speech and false insertions of them, by boost.

    hot_words.py ASR CORPORA [MODEL [COUNT]]

The words are those of five letters or more that stand in a dev transcript and in no training transcript; COUNT draws so
many of them. All of them are on the list for every clip, as a user's list would be.
"""
import collections
import json
import random
import subprocess
import sys
import tempfile

SETS = ["speechocean", "commonvoice-en", "arctic-kathleen", "ljspeech"]
BOOSTS = [0, 2, 4, 8]


def texts(corpora, part):
    for name in SETS:
        with open(f"{corpora}/{name}/{part}.jsonl", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


def evaluate(asr, corpora, model, hot_words):
    manifests = [f"{corpora}/{name}/dev.jsonl" for name in SETS]
    command = [asr, "evaluate", "--model", model, "--format", "json", "--manifest", *manifests]
    done = subprocess.run(command + (["--hotwords", hot_words] if hot_words else []), check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(done.stdout)


def main(asr, corpora, model="en", count=None):
    trained = {word for text in texts(corpora, "train") for word in text.split()}
    rare = sorted({w for t in texts(corpora, "dev") for w in t.split() if len(w) > 4 and w not in trained})
    if count:
        rare = random.Random(1).sample(rare, int(count))
    print(f"{len(rare)} words")
    print("boost  found  of  recall %  false  WER %")
    for boost in BOOSTS:
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as words:
            words.write("".join(f"{word}\t{boost}\n" for word in rare))
            words.flush()
            report = evaluate(asr, corpora, model, words.name if boost else None)
        found = spoken = false = 0
        for score in report["scores"]:
            said, heard = (collections.Counter(w for w in score["utterance"][key].split() if w in set(rare))
                           for key in ("reference", "hypothesis"))
            found += (said & heard).total()
            spoken += said.total()
            false += (heard - said).total()
        errors = sum(report["words"][kind] for kind in ("substitutions", "deletions", "insertions"))
        length = sum(report["words"][kind] for kind in ("hits", "substitutions", "deletions"))
        print(f"{boost}  {found}  {spoken}  {100 * found / spoken:.1f}  {false}  {100 * errors / length:.1f}", flush=True)


main(*sys.argv[1:])
