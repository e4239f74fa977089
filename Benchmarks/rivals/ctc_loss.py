"""PyTorch's side of the CTC loss: log-softmax, loss and the gradient with respect to the logits."""

import os

from side import floats, load_json, serve

import torch
from torch import nn

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
torch.set_num_interop_threads(1)

shape = load_json("shape.json")
batch, steps = shape["utterances"], shape["frames"] // shape["stack"]
logits = torch.from_numpy(floats("logits.f32", batch, steps, -1)).transpose(0, 1).contiguous().requires_grad_()
lengths = torch.full((batch,), steps)
labels = torch.tensor(load_json("labels.json"))
label_lengths = torch.full((batch,), labels.shape[1])
loss = nn.CTCLoss(reduction="sum")


def run():
    logits.grad = None
    value = loss(logits.log_softmax(-1), labels, lengths, label_lengths)
    value.backward()
    return value.item()


serve(f"torch {torch.__version__}", [run(), logits.grad.abs().double().sum().item()], run)
