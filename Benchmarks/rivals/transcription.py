"""Another recogniser over files:   transcription.py ENGINE THREADS FILE…

ENGINE: pocketsphinx | hama | whisper:FOLDER (a CTranslate2 Whisper folder, through faster-whisper). A line for each
file as soon as it is done: its path, a tab and the text in lower case without punctuation, numbers spelt out. Without
files: what it is called and the megabytes of its model.
"""

import os
import re
import sys
from importlib.metadata import version
from pathlib import Path

engine, threads, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
os.environ["OMP_NUM_THREADS"] = str(threads)


def megabytes(path):
    path = Path(path)
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def package(name):
    from importlib.util import find_spec

    return Path(find_spec(name).submodule_search_locations[0])


if not files:
    if engine == "pocketsphinx":
        print(f"PocketSphinx {version('pocketsphinx')}\t{megabytes(package('pocketsphinx') / 'model'):.1f}")
    elif engine == "hama":
        assets = package("hama") / "assets"
        size = megabytes(assets / "asr_waveform.hama") + megabytes(assets / "p2g.hama")
        print(f"hama {version('hama')}\t{size:.1f}")
    else:
        folder = Path(engine.split(":", 1)[1])
        name = f"Whisper {folder.name.removeprefix('whisper-')}, faster-whisper {version('faster-whisper')} int8"
        print(f"{name}\t{megabytes(folder.resolve()):.1f}")
    sys.exit()

import numpy as np  # noqa: E402
import soundfile  # noqa: E402

ones = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen""".split()
tens = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelt(n):
    if n < 20:
        return ones[n]
    if n < 100:
        return tens[n // 10] + (" " + ones[n % 10] if n % 10 else "")
    for unit, name in [(1_000_000, "million"), (1000, "thousand"), (100, "hundred")]:
        if n >= unit:
            return f"{spelt(n // unit)} {name}" + (f" {spelt(n % unit)}" if n % unit else "")


def normalized(text):
    text = text.lower().replace("’", "'").replace("-", " ")
    text = re.sub(r"(\d),(?=\d{3})", r"\1", text)
    text = re.sub(r"\d+", lambda match: f" {spelt(int(match[0]))} ", text)
    text = re.sub(r"[^a-z' ]+", " ", text)
    return " ".join(re.sub(r"(^|\s)'+|'+(\s|$)", " ", text).split())


if engine == "pocketsphinx":
    import pocketsphinx

    decoder = pocketsphinx.Decoder(samprate=16000, loglevel="FATAL")

    def run(samples):
        decoder.start_utt()
        decoder.process_raw((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes(), no_search=False, full_utt=True)
        decoder.end_utt()
        hypothesis = decoder.hyp()
        return re.sub(r"\(\d+\)", "", hypothesis.hypstr) if hypothesis else ""

elif engine == "hama":
    from hama import ASRModel, P2GModel

    phonemes, words = ASRModel(), P2GModel()

    def run(samples):
        heard = phonemes.transcribe_waveform(samples, 16000).word_phoneme_text
        return words.predict(heard).text if heard.strip() else ""

else:
    from faster_whisper import WhisperModel

    model = WhisperModel(engine.split(":", 1)[1], device="cpu", compute_type="int8", cpu_threads=threads)

    def run(samples):
        segments, _ = model.transcribe(
            samples, language="en", beam_size=5, condition_on_previous_text=False, without_timestamps=True)
        return " ".join(segment.text.strip() for segment in segments)


for file in files:
    samples, rate = soundfile.read(file, dtype="float32")
    assert rate == 16000 and samples.ndim == 1, "clips are written as 16 kHz mono"
    print(f"{file}\t{normalized(run(samples))}", flush=True)
