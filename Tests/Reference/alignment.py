"""Best paths of torchaudio's forced_align for Tests/CTCTests.

    python Tests/Reference/alignment.py        (torch 2.13, torchaudio 2.11, safetensors)
"""

import pathlib

import torch
from safetensors.torch import save_file
from torchaudio.functional import forced_align

generator = torch.Generator().manual_seed(1967)


def random(frames: int, labels: int, count: int, scale: float = 2.0):
    logits = torch.randn(frames, labels, generator=generator) * scale
    return logits, torch.randint(1, labels, (count,), generator=generator).tolist()


def spoken(frames: int, labels: int, count: int):
    """Logits that favour a path of the text, as a trained network's do."""
    logits, text = random(frames, labels, count)
    for index, label in enumerate(text):
        start = index * frames // count
        logits[start : start + 2, label] += 6
        logits[start + 2 : (index + 1) * frames // count, 0] += 6
    return logits, text


cases = {
    "plain": (random(12, 5, 0)[0], [1, 4, 2]),
    "repeats": (random(15, 4, 0)[0], [1, 1, 2, 2, 2, 3, 3]),
    "minimal": (random(6, 5, 0)[0], [1, 2, 2, 3, 4]),
    "oneframe": random(1, 5, 1),
    "twolabels": (random(9, 2, 0)[0], [1, 1, 1]),
    "typical": random(333, 29, 120),
    "spoken": spoken(400, 29, 60),
    "long": spoken(1500, 12, 350),
}

tensors = {}
for name, (logits, labels) in cases.items():
    scores = logits.log_softmax(-1)
    path, values = forced_align(scores[None], torch.tensor([labels], dtype=torch.int32), blank=0)
    tensors[f"{name}.logits"] = logits
    tensors[f"{name}.labels"] = torch.tensor(labels, dtype=torch.int64)
    tensors[f"{name}.path"] = path[0].long()
    tensors[f"{name}.score"] = values.double().sum().float().reshape(1)

fixtures = pathlib.Path(__file__).parent.parent / "CTCTests" / "Fixtures"
save_file(tensors, fixtures / "alignment.safetensors")
