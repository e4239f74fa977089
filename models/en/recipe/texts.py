"""Texts for the language model, one sentence a line in a-z, apostrophe and space: OUT/books.txt, OUT/commonvoice.txt,
OUT/transcripts.txt (of the training speech), OUT/wikipedia.txt, none with a dev or test text, and OUT/dev/<corpus>.txt to
tune by. SUMMARIES is the JSON of Wikipedia's introductions: language-model.sh.

    texts.py CORPORA TEXT SUMMARIES OUT
"""
import glob
import json
import lzma
import os
import re
import sys

from sentences import held_out, label, plain

TRAIN = ["speechocean", "commonvoice-en", "arctic-kathleen", "ljspeech"]


def compressed(path):
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from lines


def transcripts(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def introductions(path):
    """The sentences of articles' introductions, without what stands in brackets."""
    with open(path, encoding="utf-8") as file:
        for article in json.load(file).values():
            for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", article["extract"]):
                sentence = re.sub(r"\([^)]*\)", "", sentence)
                if len((label(plain(sentence)) or "").split()) > 2:
                    yield sentence


def write(path, sentences, banned):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    kept = 0
    with open(path, "w", encoding="ascii") as out:
        for sentence in sentences:
            text = label(plain(sentence))
            if text and text not in banned:
                out.write(text + "\n")
                kept += 1
    print(path, kept, file=sys.stderr)


def main(corpora, text, summaries, out):
    banned = held_out(corpora)
    write(os.path.join(out, "books.txt"), compressed(os.path.join(text, "books.txt.xz")), banned)
    write(os.path.join(out, "commonvoice.txt"), compressed(os.path.join(text, "commonvoice-sentences.txt.xz")), banned)
    write(os.path.join(out, "transcripts.txt"),
          (t for corpus in TRAIN for t in transcripts(os.path.join(corpora, corpus, "train.jsonl"))), banned)
    write(os.path.join(out, "wikipedia.txt"), introductions(summaries), banned)
    for path in glob.glob(os.path.join(corpora, "*", "dev.jsonl")):
        write(os.path.join(out, "dev", os.path.basename(os.path.dirname(path)) + ".txt"), transcripts(path), ())


main(*sys.argv[1:])
