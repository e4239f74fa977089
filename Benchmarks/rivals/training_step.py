"""Times a training step of PyTorch: packed bidirectional GRU, linear layer, CTC, backward, AdamW."""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from network import BATCH, FEATURES, HIDDEN, LABELS, LAYERS, STEPS, lengths, targets
from timing import median_seconds, parser, report

options = parser(__doc__)
options.add_argument("--mixed", action="store_true", help="lengths from a third to the whole, not all equal")
arguments = options.parse_args()
torch.set_num_threads(arguments.threads)
torch.manual_seed(1)

rnn = nn.GRU(FEATURES, HIDDEN, LAYERS, bidirectional=True)
linear = nn.Linear(2 * HIDDEN, LABELS)
parameters = [*rnn.parameters(), *linear.parameters()]
optimizer = torch.optim.AdamW(parameters, lr=1e-4)
loss = nn.CTCLoss(blank=0)

steps = lengths(arguments.mixed)
labels, label_counts = targets(steps)
x = torch.randn(STEPS, BATCH, FEATURES)


def step():
    optimizer.zero_grad(set_to_none=True)
    packed = pack_padded_sequence(x, steps, enforce_sorted=False)
    y = pad_packed_sequence(rnn(packed)[0])[0]
    loss(linear(y).log_softmax(-1), labels, steps, label_counts).backward()
    optimizer.step()


report(
    benchmark="training_step", rival=f"torch {torch.__version__}", seconds=median_seconds(step, arguments.rounds),
    threads=arguments.threads, rounds=arguments.rounds, mixed=arguments.mixed, batch=BATCH,
    steps=int(steps.sum()), parameters=sum(parameter.numel() for parameter in parameters))
