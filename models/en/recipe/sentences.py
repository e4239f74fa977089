"""The sentences that are spoken: each a pair (as written, for the synthesiser; as labelled, for the recogniser)."""
import glob
import json
import lzma
import os
import random
import re
import unicodedata

TYPOGRAPHIC = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "…": " "})
PUNCTUATION = re.compile(r"[.,;:!?\"()\[\]/-]")
INNER_POINT = re.compile(r"[A-Za-z]\.[A-Za-z]")
DIGITS = "zero one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def plain(written):
    """The sentence without typographic signs and accents."""
    decomposed = unicodedata.normalize("NFKD", written.translate(TYPOGRAPHIC))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip()


def label(written):
    """The transcript of a plain sentence in a-z, apostrophe and space, or None where it holds anything else."""
    if INNER_POINT.search(written):
        return None
    words = [w.strip("'") for w in PUNCTUATION.sub(" ", written.lower()).split()]
    text = " ".join(w for w in words if w)
    return text if re.fullmatch(r"[a-z' ]+", text) else None


def held_out(corpora):
    """Every text that a recogniser is judged by: dev and test sets, and the whole of the coffee orders."""
    files = [f for part in ("dev", "test") for f in glob.glob(os.path.join(corpora, "*", part + ".jsonl"))]
    files += glob.glob(os.path.join(corpora, "coffee-orders", "*.jsonl"))
    return {label(plain(json.loads(line)["text"])) for f in set(files) for line in open(f, encoding="utf-8")}


def written_sentences(folder, banned):
    """Common Voice's sentences, 2 to 20 words long, in the file's order."""
    with lzma.open(os.path.join(folder, "commonvoice-sentences.txt.xz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            written = plain(line)
            text = label(written)
            if text and 2 <= text.count(" ") + 1 <= 20 and text not in banned:
                yield written, text


def book_sentences(folder, banned, known, seed):
    """Lines of the books, 2 to 15 words long with at most one word not in `known` (which leaves out Latin), shuffled."""
    with lzma.open(os.path.join(folder, "books.txt.xz"), "rt", encoding="utf-8") as lines:
        kept = []
        for line in lines:
            words = line.split()
            if 2 <= len(words) <= 15 and sum(w not in known for w in words) <= 1:
                text = " ".join(words)
                if label(text) == text and text not in banned:
                    kept.append(text)
    random.Random(seed).shuffle(kept)
    for text in kept:
        spoken = " ".join("I" + w[1:] if w == "i" or w.startswith("i'") else w for w in text.split())
        yield spoken[0].upper() + spoken[1:] + ".", text


def numbers(rng, banned):
    """Digits and number words; a single digit is spoken even though test sets have the same word."""
    kind = rng.random()
    if kind < 0.4:
        text = rng.choice(DIGITS)
    elif kind < 0.75:
        text = " ".join(rng.choice(DIGITS) for _ in range(rng.randint(2, 5)))
    else:
        below_100 = rng.choice([rng.choice(TEENS), rng.choice(TENS), f"{rng.choice(TENS)} {rng.choice(DIGITS[1:])}"])
        text = rng.choice([below_100, f"{rng.choice(DIGITS[1:])} hundred", f"{rng.choice(DIGITS[1:])} hundred and {below_100}",
                           f"{rng.choice(DIGITS[1:] + TEENS)} thousand", f"{rng.choice(TEENS)} {below_100}"])
    return numbers(rng, banned) if " " in text and text in banned else (text[0].upper() + text[1:] + ".", text)


def sentences(folder, corpora, seed):
    """All sentences to speak, Common Voice's first, none of them twice and none a dev or test text."""
    seen = held_out(corpora)
    banned = frozenset(seen)
    known = set()
    for written, text in written_sentences(folder, banned):
        known.update(text.split())
        if text not in seen:
            seen.add(text)
            yield written, text
    for written, text in book_sentences(folder, banned, known, seed):
        if text not in seen:
            seen.add(text)
            yield written, text
