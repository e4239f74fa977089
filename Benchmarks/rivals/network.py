"""The batch and the network that the PyTorch scripts time: 16 utterances of 10 s at 30 ms a step."""

import torch

BATCH, STEPS, FEATURES, HIDDEN, LAYERS, LABELS, TARGETS = 16, 333, 120, 320, 3, 29, 120


def lengths(mixed):
    """All STEPS long, or evenly spread from a third of that to all of it."""
    if not mixed:
        return torch.full((BATCH,), STEPS)
    return torch.linspace(STEPS / 3, STEPS, BATCH).round().long()


def targets(lengths):
    """Random labels (0 is the blank): TARGETS for a sequence of STEPS, and in proportion for shorter ones."""
    counts = (lengths * TARGETS / STEPS).round().long()
    return torch.randint(1, LABELS, (BATCH, TARGETS)), counts
