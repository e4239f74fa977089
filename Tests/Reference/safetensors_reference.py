"""A file of the reference implementation for Tests/SafetensorsTests, and a check of ours.

    python Tests/Reference/safetensors_reference.py               writes the fixture
    python Tests/Reference/safetensors_reference.py FILE.safetensors
        checks that FILE, which our writer made of the fixture's tensors, loads in torch with the same values
                                                                    (torch 2.13, safetensors, numpy)
"""

import pathlib
import sys

import numpy
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

fixture = pathlib.Path(__file__).parent.parent / "SafetensorsTests" / "Fixtures" / "reference.safetensors"


def write() -> None:
    random = numpy.random.default_rng(20191203)
    single = random.integers(0, 2**32, 600, dtype=numpy.uint32).view(numpy.float32)
    single = single[numpy.isfinite(single)][:560]
    special = [0.0, -0.0, 1e-45, -1e-45, 1.1754942e-38, 3.4028235e38, -3.4028235e38, numpy.inf, -numpy.inf, 1 / 3]
    tensors = {
        "single": torch.from_numpy(numpy.concatenate([single, numpy.array(special, numpy.float32)])),
        # Every finite half-precision number and the infinities: NaN has many patterns, and its payload is nobody's.
        "half": torch.from_numpy(halves()),
        "integers.i32": torch.tensor([0, 1, -1, 2**24, -(2**24), 123_456], dtype=torch.int32),
        "integers.i64": torch.tensor([[0, 1, -1], [2**24, -(2**24), 123_456]], dtype=torch.int64),
        "scalar": torch.tensor(0.1),
        "empty": torch.zeros(0, 3),
        "cube ä \"quoted\"": torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 7,
    }
    # The bits as two exact integers each, so that the reader is compared bit by bit.
    for name in ["single", "half"]:
        bits = tensors[name].float().numpy().view(numpy.uint32)
        tensors[f"{name}.high"] = torch.from_numpy((bits >> 16).astype(numpy.int32))
        tensors[f"{name}.low"] = torch.from_numpy((bits & 0xFFFF).astype(numpy.int32))
    fixture.parent.mkdir(exist_ok=True)
    save_file(tensors, fixture, metadata={"format": "pt", "note": "ä \"quoted\" \n line"})


def halves() -> numpy.ndarray:
    patterns = numpy.arange(0, 2**16, 7, dtype=numpy.uint16)
    values = patterns.view(numpy.float16)
    edges = numpy.array([0.0, -0.0, 6e-8, 65504, -65504, numpy.inf, -numpy.inf], numpy.float16)
    return numpy.concatenate([values[numpy.isfinite(values)], edges])


def check(path: str) -> None:
    expected, found = load_file(fixture), load_file(path)
    assert expected.keys() == found.keys(), f"tensors {sorted(found)}, expected {sorted(expected)}"
    for name, tensor in expected.items():
        assert found[name].dtype == torch.float32, f"{name} is {found[name].dtype}"
        assert found[name].shape == tensor.shape, f"{name} has shape {found[name].shape}, expected {tensor.shape}"
        ours, theirs = found[name].numpy(), tensor.float().numpy()
        assert ours.tobytes() == theirs.tobytes(), f"{name} differs"
    with safe_open(fixture, "pt") as a, safe_open(path, "pt") as b:
        assert a.metadata() == b.metadata(), f"metadata {b.metadata()}, expected {a.metadata()}"
    print(f"{path}: {len(found)} tensors equal")


check(sys.argv[1]) if len(sys.argv) > 1 else write()
