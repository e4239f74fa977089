"""Losses and gradients of torch.nn.functional.ctc_loss for Tests/CTCTests, computed in double precision.

    python Tests/Reference/ctc.py        (torch 2.13, safetensors, numpy)
"""

import pathlib

import torch
from safetensors.torch import save_file

generator = torch.Generator().manual_seed(20060101)


def random_labels(count: int, labels: int) -> list[int]:
    return torch.randint(1, labels, (count,), generator=generator).tolist()


def random_logits(frames: int, labels: int, scale: float = 2.0) -> torch.Tensor:
    return torch.randn(frames, labels, generator=generator) * scale


def extreme_logits(frames: int, labels: int) -> torch.Tensor:
    return (torch.rand(frames, labels, generator=generator) < 0.5).float() * 200 - 100


cases = {
    "plain": (random_logits(12, 5), [1, 4, 2]),
    "repeats": (random_logits(15, 4), [1, 1, 2, 2, 2, 3, 3]),
    "empty": (random_logits(7, 6), []),
    "minimal": (random_logits(6, 5), [1, 2, 2, 3, 4]),
    "oneframe": (random_logits(1, 5), [3]),
    "oneframeempty": (random_logits(1, 5), []),
    "twolabels": (random_logits(9, 2), [1, 1, 1]),
    "vectorfull": (random_logits(30, 8), random_labels(7, 8)),
    "vectorover": (random_logits(30, 9), random_labels(8, 9)),
    "extreme": (extreme_logits(40, 6), random_labels(12, 6)),
    "extrememinimal": (extreme_logits(9, 5), [1, 2, 3, 4, 3, 2, 1, 2, 4]),
    "typical": (random_logits(333, 29, 3.0), random_labels(120, 29)),
    "long": (random_logits(1000, 29, 4.0), random_labels(300, 29)),
}

tensors = {}
for name, (logits, labels) in cases.items():
    scores = logits.double().requires_grad_()
    loss = torch.nn.functional.ctc_loss(
        scores.log_softmax(-1)[:, None],
        torch.tensor([labels], dtype=torch.long).reshape(1, -1),
        torch.tensor([len(logits)]),
        torch.tensor([len(labels)]),
        reduction="sum",
    )
    loss.backward()
    tensors[f"{name}.logits"] = logits
    tensors[f"{name}.labels"] = torch.tensor(labels, dtype=torch.int64)
    tensors[f"{name}.loss"] = loss.detach().float().reshape(1)
    tensors[f"{name}.gradient"] = scores.grad.float()

fixtures = pathlib.Path(__file__).parent.parent / "CTCTests" / "Fixtures"
save_file(tensors, fixtures / "ctc.safetensors")
