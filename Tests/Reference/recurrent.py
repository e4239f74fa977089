"""Writes the truth that RecurrentTests compares with: recurrent layers and networks, run by PyTorch.

    python Tests/Reference/recurrent.py            # needs torch, numpy, safetensors

Inputs and parameters are float32 numbers, everything is computed in float64, and results are rounded to
float32 once, on storing: a fixture's own error (2^-24 relative) is far below its test's tolerance.

Letters: N sequences, T frames, D features, H hidden units, O outputs a frame, K labels, S steps.
A fixture holds `input` [N, T, D], `lengths` [N], `output` [N, T, O], `grad_output` and `grad_input`
of the same shapes, and `param.NAME`, `grad.NAME` for every parameter under PyTorch's own name.
Whatever lies past the end of a sequence is zero.
"""

from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

FIXTURES = Path(__file__).parent.parent / "RecurrentTests" / "Fixtures"
FEATURES, HIDDEN, LABELS = 6, 5, 7
LENGTHS = [5, 2, 7, 5]  # unsorted on purpose


def exact(x):
    """The nearest numbers that a float32 fixture can hold."""
    return x.float().double()


def recurrent(cell, inputs, hidden, layers=1, bidirectional=False):
    """PyTorch's layer for a cell's name, in float64, parameters drawn wide enough to saturate some gates."""
    options = dict(num_layers=layers, bidirectional=bidirectional, batch_first=True, dtype=torch.float64)
    if cell in ("tanh", "relu"):
        layer = nn.RNN(inputs, hidden, nonlinearity=cell, **options)
    else:
        layer = {"lstm": nn.LSTM, "gru": nn.GRU}[cell](inputs, hidden, **options)
    for parameter in layer.parameters():
        nn.init.uniform_(parameter, -0.7, 0.7)
    return layer


def mask(lengths):
    """[N, T, 1]: one inside a sequence, zero past its end."""
    steps = torch.arange(max(lengths))
    return (steps[None, :] < torch.tensor(lengths)[:, None]).double().unsqueeze(-1)


def packed(layer, x, lengths):
    """Runs a layer over a padded batch; the padding reaches neither direction."""
    batch = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
    return pad_packed_sequence(layer(batch)[0], batch_first=True)[0]


def reverse(x, lengths):
    """Reverses every sequence within its own length."""
    rows = []
    for row, length in zip(x, lengths):
        rows.append(torch.cat([row[:length].flip(0), row[length:]]))
    return torch.stack(rows)


def chunked(layer, x, every):
    """Forward over equal lengths, the state detached at t = every, 2·every, …: truncated back-propagation."""
    state, outputs = None, []
    for start in range(0, x.shape[1], every):
        output, state = layer(x[:, start : start + every], state)
        state = tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()
        outputs.append(output)
    return torch.cat(outputs, dim=1)


def stacked(x, frames, stride):
    """Step s is frames s·stride … s·stride + frames − 1 side by side; frames past the end are zero."""
    steps = -(-x.shape[1] // stride)
    padded = torch.cat([x, x.new_zeros(x.shape[0], frames, x.shape[2])], dim=1)
    pieces = [padded[:, s * stride : s * stride + frames].flatten(1) for s in range(steps)]
    return torch.stack(pieces, dim=1)


def write(name, function, parameters, lengths, **metadata):
    """Runs `function` forward and backward over a random batch and stores all that went in and came out."""
    for parameter in parameters.values():
        parameter.data = exact(parameter.data)
    x = exact(torch.randn(len(lengths), max(lengths), FEATURES) * mask(lengths)).requires_grad_()
    output, out_lengths = function(x, lengths)
    grad_output = exact(torch.randn_like(output)) * mask(out_lengths)
    output = output * mask(out_lengths)
    output.backward(grad_output)
    tensors = {"input": x, "output": output, "grad_output": grad_output, "grad_input": x.grad * mask(lengths)}
    for key, parameter in parameters.items():
        tensors[f"param.{key}"] = parameter
        tensors[f"grad.{key}"] = parameter.grad
    arrays = {key: np.ascontiguousarray(value.detach().numpy(), np.float32) for key, value in tensors.items()}
    arrays["lengths"] = np.array(lengths, dtype=np.int64)
    file = FIXTURES / f"{name}.safetensors"
    save_file(arrays, file, {key: str(value) for key, value in metadata.items()})
    file.chmod(0o644)


def write_layers():
    """Every cell in every direction, over packed sequences of unequal lengths."""
    for cell in ("tanh", "relu", "lstm", "gru"):
        layer = recurrent(cell, FEATURES, HIDDEN)
        write(f"{cell}_forward", lambda x, n: (packed(layer, x, n), n), dict(layer.named_parameters()),
              LENGTHS, cell=cell, direction="forward", merge="concat")

        layer = recurrent(cell, FEATURES, HIDDEN)
        write(f"{cell}_backward",
              lambda x, n: (reverse(packed(layer, reverse(x, n), n), n), n),
              {f"{key}_reverse": value for key, value in layer.named_parameters()},
              LENGTHS, cell=cell, direction="backward", merge="concat")

        layer = recurrent(cell, FEATURES, HIDDEN, bidirectional=True)
        write(f"{cell}_bidirectional_concat", lambda x, n: (packed(layer, x, n), n),
              dict(layer.named_parameters()), LENGTHS, cell=cell, direction="bidirectional", merge="concat")

        layer = recurrent(cell, FEATURES, HIDDEN, bidirectional=True)

        def summed(x, n):
            both = packed(layer, x, n)
            return both[..., :HIDDEN] + both[..., HIDDEN:], n

        write(f"{cell}_bidirectional_sum", summed, dict(layer.named_parameters()),
              LENGTHS, cell=cell, direction="bidirectional", merge="sum")


def write_truncated():
    """The gradient through time cut every three steps; outputs are those of an uncut layer."""
    for cell in ("lstm", "gru"):
        layer = recurrent(cell, FEATURES, HIDDEN)
        write(f"{cell}_truncated_forward", lambda x, n: (chunked(layer, x, 3), n),
              dict(layer.named_parameters()), [7, 7, 7, 7],
              cell=cell, direction="forward", merge="concat", truncation=3)


def write_network(cell, name):
    """Frame stacking, two bidirectional layers each followed by layer normalisation, linear output."""
    frames, stride = 3, 2
    layers = [recurrent(cell, FEATURES * frames, HIDDEN, bidirectional=True),
              recurrent(cell, 2 * HIDDEN, HIDDEN, bidirectional=True)]
    norms = [nn.LayerNorm(2 * HIDDEN, eps=1e-5, dtype=torch.float64) for _ in layers]
    linear = nn.Linear(2 * HIDDEN, LABELS, dtype=torch.float64)
    parameters = {}
    for index, (layer, norm) in enumerate(zip(layers, norms)):
        nn.init.uniform_(norm.weight, 0.5, 1.5)
        nn.init.uniform_(norm.bias, -0.5, 0.5)
        parameters |= {f"rnn.{key.replace('_l0', f'_l{index}')}": value for key, value in layer.named_parameters()}
        parameters |= {f"norm.{index}.{key}": value for key, value in norm.named_parameters()}
    parameters |= {f"linear.{key}": value for key, value in linear.named_parameters()}

    def run(x, lengths):
        steps = [-(-length // stride) for length in lengths]
        y = stacked(x, frames, stride)
        for layer, norm in zip(layers, norms):
            y = norm(packed(layer, y, steps))
        return linear(y), steps

    write(name, run, parameters, LENGTHS, cell=cell, direction="bidirectional", merge="concat",
          layers=2, stack=frames, stride=stride, layer_norm="true")


def write_plain_network(cell, name):
    """One PyTorch module of two bidirectional layers, and a linear output."""
    rnn = recurrent(cell, FEATURES, HIDDEN, layers=2, bidirectional=True)
    linear = nn.Linear(2 * HIDDEN, LABELS, dtype=torch.float64)
    parameters = {f"rnn.{key}": value for key, value in rnn.named_parameters()}
    parameters |= {f"linear.{key}": value for key, value in linear.named_parameters()}
    write(name, lambda x, n: (linear(packed(rnn, x, n)), n), parameters, LENGTHS,
          cell=cell, direction="bidirectional", merge="concat", layers=2, stack=1, stride=1, layer_norm="false")


if __name__ == "__main__":
    FIXTURES.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1990)
    write_layers()
    write_truncated()
    write_network("gru", "network")
    write_plain_network("gru", "network_plain")
    write_plain_network("lstm", "network_plain_lstm")
