"""PyTorch's side of the training step: bidirectional GRU, linear layer, CTC, backward, clipping, AdamW.

The second argument says how the batch goes into the GRU: `packed`, as a batch of mixed lengths must, or `dense`, which
is faster and right only where all lengths are equal, as they are here.
"""

import os
import sys

from side import floats, load_json, serve

import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_, vector_to_parameters
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
torch.set_num_interop_threads(1)
packed = {"packed": True, "dense": False}[sys.argv[2]]

shape = load_json("shape.json")
batch, steps = shape["utterances"], shape["frames"] // shape["stack"]
rnn = nn.GRU(shape["stack"] * shape["features"], shape["hidden"], shape["layers"], bidirectional=True)
linear = nn.Linear(2 * shape["hidden"], shape["outputs"])
parameters = [*rnn.parameters(), *linear.parameters()]
vector_to_parameters(torch.from_numpy(floats("parameters.f32", -1)), parameters)

x = torch.from_numpy(floats("features.f32", batch, steps, -1)).transpose(0, 1).contiguous()
lengths = torch.full((batch,), steps)
labels = torch.tensor(load_json("labels.json"))
label_lengths = torch.full((batch,), labels.shape[1])

loss = nn.CTCLoss(reduction="sum")
optimizer = torch.optim.AdamW(
    [
        {"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.01},
        {"params": [p for p in parameters if p.dim() == 1], "weight_decay": 0},
    ],
    lr=1e-3, betas=(0.9, 0.98), fused=True)


def step():
    optimizer.zero_grad(set_to_none=True)
    y = pad_packed_sequence(rnn(pack_padded_sequence(x, lengths))[0])[0] if packed else rnn(x)[0]
    value = loss(linear(y).log_softmax(-1), labels, lengths, label_lengths)
    value.backward()
    clip_grad_norm_(parameters, 5)
    optimizer.step()
    return value.item()


serve(f"torch {torch.__version__}, {sys.argv[2]}", [step(), step()], step)
