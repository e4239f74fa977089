"""Weights go to PyTorch and come from PyTorch: the same folder gives the same text on both sides.

    swift build -c release --product asr
    python Tests/Reference/exchange.py [--asr .build/release/asr] [--model models/en] [samples/*.wav …]

Needs torch, numpy, safetensors, soundfile, soxr and kaldi-native-fbank. Torch gets the features of kaldi-native-fbank
and those of asr. Printed are, clip by clip, how far the two lie apart, and the log-probabilities that torch makes of
them, and greedy texts that differ from that of asr. The exit code is 1 where one differs on the same features.
Above the band of a narrow recording there is only what the resampler leaves, 100 dB down, and no two resamplers agree.

1. A folder of ours, loaded by name into nn.GRU, nn.LayerNorm and nn.Linear.
2. A folder written from networks that PyTorch drew, one with and one without layer normalisation, read by asr.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import kaldi_native_fbank as knf
import numpy as np
import soundfile
import soxr
import torch
from safetensors.torch import load_file, save_file
from torch import nn

ROOT = Path(__file__).parent.parent.parent


class Network(nn.Module):
    """Frame stacking, bidirectional GRU layers merged by concatenation, each normalised where the model says so, and a
    linear output. Parameters carry the names of a model folder."""

    def __init__(self, network, labels):
        super().__init__()
        assert (network["cell"], network["direction"], network["merge"]) == ("gru", "bidirectional", "concat")
        self.stack, self.stride = network["stack"], network["stride"]
        inputs, hidden = network["input_size"] * self.stack, network["hidden_size"]
        self.layers = nn.ModuleList()
        for index in range(network["layers"]):
            self.layers.append(nn.GRU(inputs if index == 0 else 2 * hidden, hidden, bidirectional=True))
        self.norms = nn.ModuleList(nn.LayerNorm(2 * hidden) for _ in self.layers if network["layer_norm"])
        self.linear = nn.Linear(2 * hidden, labels)

    def named(self):
        """The parameters under the names of a model folder."""
        names = {f"rnn.{name.replace('_l0', f'_l{index}')}": value
                 for index, layer in enumerate(self.layers) for name, value in layer.named_parameters()}
        names |= {f"norm.{name}": value for name, value in self.norms.named_parameters()}
        return names | {f"linear.{name}": value for name, value in self.linear.named_parameters()}

    def load(self, file):
        weights, own = load_file(file), self.named()
        assert weights.keys() == own.keys(), weights.keys() ^ own.keys()
        with torch.no_grad():
            for name, value in own.items():
                value.copy_(weights[name].float())

    def forward(self, features):
        steps = -(-len(features) // self.stride)
        padded = torch.cat([features, features.new_zeros(self.stack, features.shape[1])])
        y = torch.stack([padded[s * self.stride : s * self.stride + self.stack].flatten() for s in range(steps)])
        for index, layer in enumerate(self.layers):
            y = layer(y)[0]
            y = self.norms[index](y) if self.norms else y
        return self.linear(y)


def kaldi_features(path, front_end):
    """The features that Kaldi's own code makes of a recording under a model's front end."""
    assert front_end["kind"] == "mfcc" and front_end["deltas"]["order"] == 0 and not front_end["energy"]["use"]
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    samples = samples.mean(axis=1)
    if rate != front_end["sample_rate"]:
        samples = soxr.resample(samples, rate, front_end["sample_rate"], quality="HQ")
    options = knf.FbankOptions()
    frames, mel = front_end["frames"], front_end["mel"]
    options.frame_opts.samp_freq = front_end["sample_rate"]
    options.frame_opts.frame_length_ms = frames["length_ms"]
    options.frame_opts.frame_shift_ms = frames["shift_ms"]
    options.frame_opts.window_type = frames["window"]
    options.frame_opts.blackman_coeff = frames["blackman_coefficient"]
    options.frame_opts.preemph_coeff = frames["pre_emphasis"]
    options.frame_opts.dither = frames["dither"]
    options.frame_opts.remove_dc_offset = frames["remove_dc_offset"]
    options.frame_opts.snip_edges = frames["snip_edges"]
    options.frame_opts.round_to_power_of_two = frames["round_to_power_of_two"]
    options.mel_opts.num_bins = mel["filters"]
    options.mel_opts.low_freq = mel["low_frequency"]
    options.mel_opts.high_freq = mel["high_frequency"]
    options.use_log_fbank, options.use_power, options.use_energy = False, True, False
    fbank = knf.OnlineFbank(options)
    fbank.accept_waveform(front_end["sample_rate"], (samples * 32768).tolist())
    fbank.input_finished()
    energies = np.stack([fbank.get_frame(index) for index in range(fbank.num_frames_ready)])
    # Kaldi's floor is fixed, a model's is not: logarithm, orthonormal DCT and lifter are written here.
    order = np.arange(front_end["cepstra"]["count"])[:, None]
    filters = mel["filters"]
    transform = np.sqrt(2 / filters) * np.cos(np.pi / filters * (np.arange(filters) + 0.5) * order)
    transform[0] = np.sqrt(1 / filters)
    lifter = front_end["cepstra"]["lifter"]
    if lifter:
        transform *= 1 + 0.5 * lifter * np.sin(np.pi * order / lifter)
    features = np.log(np.maximum(energies, mel["floor"])) @ transform.T
    return normalized(features, front_end["normalization"]).astype(np.float32)


def normalized(features, options):
    """Mean and variance over the utterance, a corpus, or the frames before."""
    features = features.astype(np.float64)
    match options["type"]:
        case "none":
            return features
        case "utterance":
            features = features - features.mean(axis=0)
            return features / features.std(axis=0) if options["variance"] else features
        case "corpus":
            return (features - options["mean"]) / options["deviation"]
        case "sliding" if not options["centered"]:
            result = np.empty_like(features)
            prior = options["prior_frames"]
            mean, deviation = np.array(options.get("mean", 0.0)), np.array(options.get("deviation", 0.0))
            for frame in range(len(features)):
                # The frames before and its own, and at the start at least the minimum.
                end = min(len(features), max(frame + 1, options["minimum"]))
                window = features[max(0, frame - options["length"]):end]
                count = len(window) + prior
                centre = (window.sum(axis=0) + prior * mean) / count
                square = ((window**2).sum(axis=0) + prior * (deviation**2 + mean**2)) / count
                result[frame] = features[frame] - centre
                if options["variance"]:
                    result[frame] /= np.sqrt(square - centre**2)
            return result
        case other:
            sys.exit(f"normalisation '{other}' is not written here")


def greedy(logits, alphabet):
    """The best label of each step, repeats merged, blanks removed."""
    best = torch.unique_consecutive(logits.argmax(dim=-1)).tolist()
    return " ".join("".join(alphabet[label] for label in best if label).split())


def compare(folder, clips, asr):
    """Prints how torch and asr differ on a model folder; returns how many texts do on the same features."""
    config = json.loads((folder / "config.json").read_text())
    network = Network(config["network"], len(config["alphabet"]))
    network.load(folder / "model.safetensors")
    different = 0
    for clip in clips:
        with tempfile.NamedTemporaryFile(suffix=".npy") as file:
            subprocess.run([asr, "features", clip, "--model", folder, "--output", file.name],
                           check=True, capture_output=True)
            ours = np.load(file.name)
        theirs = kaldi_features(clip, config["front_end"])
        assert ours.shape == theirs.shape, f"{clip}: {ours.shape} and {theirs.shape}"
        with torch.no_grad():
            logits = [network(torch.from_numpy(features)) for features in (ours, theirs)]
        gap = (logits[0].log_softmax(-1) - logits[1].log_softmax(-1)).abs().max()
        own, kaldi = (greedy(values, config["alphabet"]) for values in logits)
        command = [asr, "transcribe", "--greedy", "--model", folder, clip]
        found = subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip("\n")
        print(f"  {clip.name}: features {np.abs(ours - theirs).max():.1e}, log-probabilities {gap:.1e} apart, "
              f"{len(found)} characters {'equal' if found == own == kaldi else 'differ'}")
        for name, text in (("on asr's features  ", own), ("on Kaldi's features", kaldi)):
            if text != found:
                print(f"    asr                       {found}\n    torch {name} {text}")
        different += found != own
    return different


def write_random(folder, config, layer_norm):
    """Writes a folder with weights that PyTorch drew, wide enough for the network to say something."""
    shape = config["network"] | {"layers": 2, "hidden_size": 48, "layer_norm": layer_norm, "dropout": 0}
    network = Network(shape, len(config["alphabet"]))
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.3)
    (folder / "config.json").write_text(json.dumps(config | {"name": "torch", "network": shape}))
    save_file({name: value.detach().contiguous() for name, value in network.named().items()},
              folder / "model.safetensors")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--asr", type=Path, default=ROOT / ".build/release/asr")
    parser.add_argument("--model", type=Path, default=ROOT / "models/en")
    parser.add_argument("clips", nargs="*", type=Path)
    options = parser.parse_args()
    audio = {".wav", ".flac", ".mp3", ".opus", ".aiff"}
    clips = options.clips or sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in audio)
    torch.manual_seed(2014)

    print(f"{options.model} in torch")
    different = compare(options.model, clips, options.asr)
    config = json.loads((options.model / "config.json").read_text())
    for layer_norm in (True, False):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_random(folder, config, layer_norm)
            print(f"drawn by torch, {'with' if layer_norm else 'without'} layer normalisation, in asr")
            information = subprocess.run([options.asr, "info", folder], check=True, capture_output=True, text=True)
            print("  " + next(line for line in information.stdout.splitlines() if line.startswith("weights")))
            different += compare(folder, clips, options.asr)
    print(f"{different} texts differ on the same features" if different else "all texts are equal on the same features")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
