#!/usr/bin/env python3
"""Fine-tuning, measured: usage: finetune.py coffee|accents|languages OUT_DIR [--asr PROGRAM] [--base MODEL] [-- OPTIONS]

coffee: models/en on 1 to 60 minutes of coffee orders, replaying real speech. accents: a base that has not heard
speechocean on as many minutes of it. languages: Welsh, Esperanto, Turkish and Spanish from 80 clips each, from models/en
and from nothing at the same cost. The corpora are those of ../shared. What stands behind -- goes to asr finetune. Prints
a Markdown table; coffee and accents draw OUT_DIR/NAME.png, too, if matplotlib is there.
"""
import argparse
import json
import os
import random
import subprocess
import time

CORPORA = os.environ.get("CORPORA", "/work/shared/corpora")
MINUTES = (1, 5, 15, 60)


def read(name):
    """A manifest's lines with absolute paths, in random order."""
    folder = os.path.join(CORPORA, os.path.dirname(name))
    with open(os.path.join(CORPORA, name)) as lines:
        clips = [json.loads(line) for line in lines]
    for clip in clips:
        clip["audio_filepath"] = os.path.join(folder, clip["audio_filepath"])
    random.Random(7).shuffle(clips)
    return clips


def write(path, clips):
    with open(path, "w") as lines:
        lines.writelines(json.dumps(clip) + "\n" for clip in clips)
    return path


def take(clips, minutes):
    taken, seconds = [], 0
    for clip in clips:
        if seconds >= 60 * minutes:
            break
        taken.append(clip)
        seconds += clip["duration"]
    return taken


class Bench:
    def __init__(self, arguments):
        self.asr, self.out, self.options = arguments.asr, arguments.out, arguments.options
        os.makedirs(self.out, exist_ok=True)

    def path(self, name):
        return os.path.join(self.out, name)

    def rates(self, model, manifest):
        """Word and character error rate in per cent."""
        report = subprocess.run(
            [self.asr, "evaluate", "--model", model, "--manifest", manifest, "--format", "json"],
            check=True, capture_output=True, text=True).stdout
        report = json.loads(report)
        return tuple(
            100 * (c["substitutions"] + c["deletions"] + c["insertions"])
            / (c["hits"] + c["substitutions"] + c["deletions"]) for c in (report["words"], report["characters"]))

    def tune(self, name, base, train, dev, more):
        """The model's folder and the minutes that it took; a run that is there is not made again."""
        model = self.path(name)
        if not os.path.exists(model + ".minutes"):
            begin = time.time()
            with open(model + ".log", "w") as log:
                subprocess.run(
                    [self.asr, "finetune", "--model", base, "--train", train, "--dev", dev, "--output", model,
                     *more, *self.options], check=True, stderr=log)
            with open(model + ".minutes", "w") as file:
                file.write(str((time.time() - begin) / 60))
        with open(model + ".minutes") as file:
            return model, float(file.read())

    def by_amount(self, name, title, base, train, test, reference, replay):
        """One table and one picture of what more and more speech brings."""
        dev, train = train[:50], train[50:]
        dev, test = write(self.path(name + "-dev.jsonl"), dev), write(self.path(name + "-test.jsonl"), test)
        reference = write(self.path(name + "-reference.jsonl"), reference)
        replay = write(self.path(name + "-replay.jsonl"), replay)
        rows = [(0, 0, *self.rates(base, test), *self.rates(base, reference))]
        for minutes in MINUTES:
            manifest = write(self.path(f"{name}-{minutes}.jsonl"), take(train, minutes))
            model, took = self.tune(
                f"{name}-{minutes}", base, manifest, dev, ["--replay", replay, "--reference", reference])
            rows.append((minutes, took, *self.rates(model, test), *self.rates(model, reference)))
        print(f"\n{title}\n\n| minutes of speech | WER | CER | base's WER | base's CER | minutes of training |\n|---|---|---|---|---|---|")
        for minutes, took, wer, cer, base_wer, base_cer in rows:
            change = f" ({100 * (wer / rows[0][2] - 1):+.0f} %)" if minutes else ""
            base_change = f" ({100 * (base_wer / rows[0][4] - 1):+.1f} %)" if minutes else ""
            print(f"| {minutes or 'before'} | {wer:.1f} %{change} | {cer:.1f} % | {base_wer:.1f} %{base_change} | "
                  f"{base_cer:.1f} % | {took:.1f} |", flush=True)
        self.draw(name, title, rows)

    def draw(self, name, title, rows):
        try:
            import matplotlib
        except ImportError:
            return
        matplotlib.use("Agg")
        from matplotlib import pyplot
        figure, axes = pyplot.subplots(figsize=(6, 3.6), dpi=100)
        places = range(len(rows))
        axes.plot(places, [row[2] for row in rows], "o-", label="the user's speech")
        axes.plot(places, [row[4] for row in rows], "s--", color="0.5", label="the base's speech")
        axes.set_xticks(list(places), ["before"] + [f"{row[0]} min" for row in rows[1:]])
        axes.set(title=title, xlabel="speech to learn from", ylabel="WER, %", ylim=(0, None))
        axes.grid(alpha=0.3)
        axes.legend()
        figure.tight_layout()
        figure.savefig(self.path(name + ".png"))

    def coffee(self, base):
        reference = []
        for corpus, count in (("speechocean", 80), ("commonvoice-en", 80), ("arctic-kathleen", 20), ("ljspeech", 20)):
            reference += read(f"{corpus}/dev.jsonl")[:count]
        replay = [clip for corpus in ("speechocean", "commonvoice-en", "arctic-kathleen", "ljspeech")
                  for clip in read(f"{corpus}/train.jsonl")]
        self.by_amount("coffee", "Coffee orders", base, read("coffee-orders/train.jsonl"),
                       read("coffee-orders/test.jsonl"), reference, replay)

    def accents(self, base):
        reference = [clip for corpus in ("commonvoice-en", "arctic-kathleen", "ljspeech")
                     for clip in read(f"{corpus}/dev.jsonl")]
        replay = [clip for corpus in ("commonvoice-en", "arctic-kathleen", "ljspeech")
                  for clip in read(f"{corpus}/train.jsonl")]
        self.by_amount("accents", "speechocean, from a base that has not heard it", base,
                       read("speechocean/train.jsonl"), read("speechocean/test.jsonl"), reference, replay)

    def languages(self, base):
        """From the base, and from the same network with weights drawn at random."""
        nothing = self.path("nothing")
        if not os.path.exists(nothing):
            config = json.load(open(os.path.join(base, "config.json")))
            for key in ("confidence", "voice", "language_model"):
                config.pop(key, None)
            config["training"] = {"epochs": 1, "schedule": {"peak": 1e-12}, "augmentation": {"speeds": [1]}}
            with open(self.path("nothing.json"), "w") as file:
                json.dump(config, file)
            one = write(self.path("one.jsonl"), read("digits/train.jsonl")[:1])
            subprocess.run([self.asr, "train", "--config", self.path("nothing.json"), "--train", one, "--output", nothing],
                           check=True, stderr=subprocess.DEVNULL)
        print("\n| language | clips | transfer CER | from nothing CER | transfer WER | from nothing WER | minutes |\n|---|---|---|---|---|---|---|")
        for language in ("cy", "eo", "tr", "es"):
            train = read(f"commonvoice-{language}/train.jsonl")
            dev, train = train[:8], train[8:]
            dev = write(self.path(f"{language}-dev.jsonl"), dev)
            manifest = write(self.path(f"{language}-train.jsonl"), train)
            test = write(self.path(f"{language}-test.jsonl"), read(f"commonvoice-{language}/test.jsonl"))
            results, took = [], []
            for kind, start in (("transfer", base), ("nothing", nothing)):
                model, minutes = self.tune(
                    f"{language}-{kind}", start, manifest, dev,
                    ["--alphabet", "from-data", "--language", language, "--early-stopping", "0"])
                results.append(self.rates(model, test))
                took.append(minutes)
            print(f"| {language} | {len(train)} | {results[0][1]:.1f} % | {results[1][1]:.1f} % | {results[0][0]:.1f} % | "
                  f"{results[1][0]:.1f} % | {took[0]:.1f} + {took[1]:.1f} |", flush=True)


def main():
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("coffee", "accents", "languages"))
    parser.add_argument("out")
    parser.add_argument("--asr", default=os.path.join(here, ".build/release/asr"))
    parser.add_argument("--base", default=os.path.join(here, "models/en"))
    parser.add_argument("options", nargs="*")
    arguments = parser.parse_args()
    getattr(Bench(arguments), arguments.what)(arguments.base)


main()
