"""Times PyTorch's CTC loss with its gradient, over log-probabilities as the training step makes them."""

import torch
from torch import nn

from network import BATCH, LABELS, STEPS, lengths, targets
from timing import median_seconds, parser, report

options = parser(__doc__)
options.add_argument("--mixed", action="store_true", help="lengths from a third to the whole, not all equal")
arguments = options.parse_args()
torch.set_num_threads(arguments.threads)
torch.manual_seed(1)

steps = lengths(arguments.mixed)
labels, label_counts = targets(steps)
logits = torch.randn(STEPS, BATCH, LABELS, requires_grad=True)
loss = nn.CTCLoss(blank=0)


def step():
    logits.grad = None
    loss(logits.log_softmax(-1), labels, steps, label_counts).backward()


report(
    benchmark="ctc_loss", rival=f"torch {torch.__version__}", seconds=median_seconds(step, arguments.rounds),
    threads=arguments.threads, rounds=arguments.rounds, mixed=arguments.mixed, batch=BATCH, steps=int(steps.sum()),
    labels=int(label_counts.sum()), alphabet=LABELS)
