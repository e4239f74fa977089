"""pyctcdecode with KenLM: the same beam width, limits and weights as ours, and as our score has them."""

import math

from side import floats, folder, load_json, serve, split

import kenlm  # noqa: F401  pyctcdecode goes on without a language model where it is missing
from importlib.metadata import version

from pyctcdecode import build_ctcdecoder

shape = load_json("decoding.json")
labels = [""] + shape["alphabet"][1:]
clips = split(floats("posteriors.f32", -1, len(labels)), shape["frames"])
# Its offset of unknown words is a decimal logarithm, and weighted.
decoder = build_ctcdecoder(
    labels, str(folder / "lm.arpa"), alpha=shape["weight"], beta=shape["wordBonus"],
    unk_score_offset=shape["unknown"] / shape["weight"] / math.log(10))


def decode(clip):
    return decoder.decode(clip, beam_width=shape["beam"], beam_prune_logp=shape["prune"], token_min_logp=-5)


def run():
    for clip in clips:
        decode(clip)


texts = [decode(clip) for clip in clips]
(folder / "rival.txt").write_text("\n".join(texts))
serve(f"pyctcdecode {version('pyctcdecode')}", [len(texts)], run)
