"""Counts and rates of jiwer for Tests/TrainingTests: generated sentences with generated mistakes.

    python Tests/Reference/scoring.py        (jiwer 4.0.0)
"""

import json
import pathlib
import random
import unicodedata

import jiwer

random.seed(4)

VOCABULARIES = [
    "the a of to and in is it that was he for on with as his they be at one have this".split(),
    "no no no yes".split(),  # few words: repeats, and many shortest alignments
    "Straße über größer schön naïve café déjà vu Ångström żółć".split(),
    "привет мир как дела спасибо 你好 世界 ありがとう नमस्ते दुनिया 👩‍👩‍👧 👍🏽".split(),
    "it's don't we're mother-in-law x-ray o'clock".split(),
]


def mangled_word(word: str) -> str:
    position = random.randrange(len(word))
    return random.choice([word[:position] + word[position + 1 :], word + word[position], word[::-1]]) or word


def mistaken(words: list[str], vocabulary: list[str], rate: float) -> list[str]:
    heard = []
    for word in words:
        kind = random.random() / rate
        if kind < 0.3:
            continue
        if kind < 0.5:
            heard.append(random.choice(vocabulary))
        elif kind < 0.7:
            heard.append(mangled_word(word))
        else:
            heard.append(word)
        if random.random() < rate / 4:
            heard.append(random.choice(heard + vocabulary))
    return heard


def pair(index: int) -> tuple[str, str]:
    vocabulary = VOCABULARIES[index % len(VOCABULARIES)]
    words = random.choices(vocabulary, k=random.randint(1, 18))
    heard = mistaken(words, vocabulary, random.choice([0.1, 0.4, 0.9]))
    return " ".join(words), " ".join(heard)


pairs = [pair(index) for index in range(300)]
pairs += [
    ("", ""),
    ("", "something out of nothing"),
    ("nothing out of something", ""),
    ("the same the same", "the same the same"),
    ("a b c d", "b c d a"),
    ("one", "a much longer hypothesis than one"),
    ("  outer   and inner  spaces ", "outer and inner spaces"),
]
pairs = [tuple(unicodedata.normalize("NFC", text) for text in pair) for pair in pairs]


def counts(output) -> dict:
    return {name: getattr(output, name) for name in ("hits", "substitutions", "deletions", "insertions")}


def scored(references, hypotheses) -> dict:
    words = jiwer.process_words(references, hypotheses)
    characters = jiwer.process_characters(references, hypotheses)
    return {
        "words": counts(words), "wer": words.wer, "characters": counts(characters), "cer": characters.cer,
    }


fixture = {
    "utterances": [{"reference": r, "hypothesis": h} | scored(r, h) for r, h in pairs],
    "total": scored([r for r, _ in pairs], [h for _, h in pairs]),
}
path = pathlib.Path(__file__).parent.parent / "TrainingTests" / "Fixtures" / "scoring.json"
path.write_text(json.dumps(fixture, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
