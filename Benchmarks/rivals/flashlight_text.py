"""flashlight-text's lexicon decoder with KenLM: the same beam width, limits and weights as ours. It finds words of the
language model only."""

import math
from importlib.metadata import version

from side import floats, folder, load_json, serve, split

from flashlight.lib.text.decoder import CriterionType, LexiconDecoder, LexiconDecoderOptions, SmearingMode, Trie
from flashlight.lib.text.decoder.kenlm import KenLM
from flashlight.lib.text.dictionary import Dictionary

shape = load_json("decoding.json")
labels = ["<blank>"] + ["|" if label == " " else label for label in shape["alphabet"][1:]]
index = {label: position for position, label in enumerate(labels)}
silence, blank = index["|"], 0
clips = split(floats("posteriors.f32", -1, len(labels)), shape["frames"])

# The unigrams are the words.
words = []
with open(folder / "lm.arpa", encoding="utf8") as arpa:
    inside = False
    for line in arpa:
        if line.startswith("\\"):
            if inside and not line.startswith("\\1-grams"):
                break
            inside = line.startswith("\\1-grams")
        elif inside and line.strip():
            words.append(line.split("\t")[1].split("\t")[0].strip())
words = [word for word in words if not word.startswith("<") and all(letter in index for letter in word)]
dictionary = Dictionary()
for word in words + ["<unk>"]:
    dictionary.add_entry(word)
model = KenLM(str(folder / "lm.arpa"), dictionary)
trie = Trie(len(labels), silence)
empty = model.start(False)
for word in words:
    number = dictionary.get_index(word)
    _, score = model.score(empty, number)
    # A separator ends each word, as in its own recipes.
    trie.insert([index[letter] for letter in word] + [silence], number, score)
trie.smear(SmearingMode.MAX)
options = LexiconDecoderOptions(
    beam_size=shape["beam"], beam_size_token=len(labels), beam_threshold=-shape["prune"],
    # KenLM's logarithms are decimal.
    lm_weight=shape["weight"] * math.log(10), word_score=shape["wordBonus"], unk_score=-math.inf, sil_score=0,
    log_add=True, criterion_type=CriterionType.CTC)
decoder = LexiconDecoder(options, trie, model, silence, blank, dictionary.get_index("<unk>"), [], False)


def decode(clip):
    results = decoder.decode(clip.ctypes.data, clip.shape[0], clip.shape[1])
    return " ".join(dictionary.get_entry(word) for word in results[0].words if word >= 0) if results else ""


def run():
    for clip in clips:
        decode(clip)


texts = [decode(clip) for clip in clips]
(folder / "flashlight_text.txt").write_text("\n".join(texts))
serve(f"flashlight-text {version('flashlight-text')}", [len(texts)], run)
