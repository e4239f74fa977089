"""PyTorch's truth for AdamW with clipping by the global norm: Tests/RecurrentTests/Fixtures/adamw.safetensors.

Six steps on the two layers' worth of parameters of a one-layer GRU network; gradients are given, not computed, and two
of the six are longer than the clipping norm. Biases have no weight decay.

    python optimizer.py
"""

from pathlib import Path

import torch
from safetensors.torch import save_file

torch.manual_seed(0)
steps, rate, decay, norm = 6, 2e-2, 0.1, 1.0
shapes = {"matrix": (5, 3), "bias": (4,)}
parameters = {n: torch.nn.Parameter(torch.randn(s, dtype=torch.double)) for n, s in shapes.items()}
tensors = {f"start.{n}": p.detach().clone() for n, p in parameters.items()}
optimizer = torch.optim.AdamW(
    [
        {"params": [parameters["matrix"]], "weight_decay": decay},
        {"params": [parameters["bias"]], "weight_decay": 0.0},
    ],
    lr=rate, betas=(0.9, 0.98), eps=1e-8,
)
for step in range(steps):
    for name, parameter in parameters.items():
        parameter.grad = torch.randn_like(parameter) * (2.0 if step % 3 == 0 else 0.1)
        tensors[f"gradient.{step}.{name}"] = parameter.grad.clone()
    length = torch.nn.utils.clip_grad_norm_(parameters.values(), norm)
    tensors[f"norm.{step}"] = length.reshape(1)
    optimizer.step()
    for name, parameter in parameters.items():
        tensors[f"after.{step}.{name}"] = parameter.detach().clone()

target = Path(__file__).parent.parent / "RecurrentTests" / "Fixtures" / "adamw.safetensors"
save_file({n: t.float().contiguous() for n, t in tensors.items()}, target)
