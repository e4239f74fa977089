#!/usr/bin/env python3
"""Makes the clips and the reference features of Tests/SignalTests/Fixtures.

    /opt/ref/bin/python Tests/Reference/signal_reference.py

Needs numpy, soundfile, safetensors, librosa and kaldi-native-fbank 1.22.5 (PyPI), and the commands espeak-ng and flite.
(The file is not called signal.py, which would hide Python's own module of that name.)

Clips: 16-bit FLAC of up to a second, synthetic or spoken by a synthesiser from our own words. Every clip has a noise
floor, or exact digital silence: where a band holds nothing but the rounding noise of a Fourier transform, two correct
programs differ by more than any tolerance.

Features: kaldi-native-fbank for each clip and option set, stored as <set>.safetensors, with the options as JSON in the
metadata. Its classes know no vocal-tract-length warp; that set goes through its window, Fourier transform and warped
mel filters one by one, after a check that this path gives the same numbers as the whole one without a warp.

Deltas: librosa's regression (mode "nearest") on a sequence padded far enough that its edges don't matter.
Sliding normalisation: Kaldi's rule for the window, and a sum over the whole window for each frame.
"""

import json
import pathlib
import subprocess
import tempfile

import kaldi_native_fbank as knf
import librosa
import numpy as np
import soundfile
from safetensors.numpy import save_file

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "SignalTests" / "Fixtures"
RATE = 16000
random = np.random.default_rng(20240229)


# Clips

def noise(count, deviation):
    return deviation * random.standard_normal(count)


def synthesised(command, text, start, seconds):
    """A stretch of a synthesiser's speech at 16 kHz."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/speech.wav"
        subprocess.run(command(path, text), check=True)
        samples, rate = soundfile.read(path)
    if rate != RATE:
        samples = librosa.resample(samples, orig_sr=rate, target_sr=RATE)
    first = int(start * RATE)
    samples = samples[first:first + int(seconds * RATE)]
    return samples + noise(len(samples), 2e-3)


def espeak(voice):
    return lambda path, text: ["espeak-ng", "-v", voice, "-w", path, text]


def flite(voice):
    return lambda path, text: ["flite", "-voice", voice, "-o", path, "-t", text]


def clips():
    second = np.arange(RATE) / RATE
    half = second[:RATE // 2]
    chirp = 0.05 * np.sin(2 * np.pi * (100 * half + 0.5 * (7000 - 100) / 0.5 * half ** 2))
    tone = 0.1 * np.sin(2 * np.pi * 1000 * half)
    click = np.zeros(RATE // 2)
    click[5000:5003] = [0.5, -0.4, 0.2]
    steps = np.concatenate([noise(3000, level) for level in (0.001, 0.1, 0.01, 0.3)]) + 0.05
    return {
        "chirp": chirp + noise(len(half), 0.02),
        "noise": noise(RATE // 2, 0.1),
        "tone_in_noise": tone + noise(len(half), 0.02),
        "click": click,
        "quiet": noise(RATE // 2, 6e-5),
        "loud": np.clip(noise(RATE // 2, 0.6), -1, 1),
        "steps": steps,
        "short": noise(700, 0.1),
        "espeak_male": synthesised(espeak("en-us"), "Seven boats went by.", 0.1, 0.9),
        "espeak_female": synthesised(espeak("en-us+f3"), "Where did the river go?", 0.1, 0.8),
        "flite_slt": synthesised(flite("slt"), "Please open the green box.", 0.2, 0.9),
        "flite_rms": synthesised(flite("rms"), "Cold tea is fine with me.", 0.2, 0.9),
    }


# Features

# Our options as JSON; what is absent has the default.
SETS = {
    "mfcc_default": {},
    "mfcc_kaldi": {
        "mel": {"filters": 23, "high_frequency": 0}, "cepstra": {"count": 13}, "energy": {"use": True},
        "frames": {"window": "hamming"}},
    "mfcc_windowed_energy": {
        "mel": {"filters": 30, "low_frequency": 0}, "cepstra": {"count": 20, "lifter": 0},
        "energy": {"use": True, "raw": False, "floor": 1}, "frames": {"window": "hanning", "pre_emphasis": 0}},
    "mfcc_reflected": {
        "frames": {"snip_edges": False, "window": "blackman", "length_ms": 30, "shift_ms": 7.5},
        "cepstra": {"count": 25}},
    "mfcc_8khz": {
        "sample_rate": 8000, "mel": {"filters": 23, "low_frequency": 60, "high_frequency": -200},
        "cepstra": {"count": 13}, "frames": {"window": "sine"}},
    "mfcc_whole_length": {
        "frames": {"round_to_power_of_two": False, "remove_dc_offset": False, "snip_edges": False}},
    "mfcc_warp_088": {"warp": 0.88},
    "mfcc_warp_115": {"warp": 1.15, "mel": {"filters": 23, "high_frequency": 0}, "cepstra": {"count": 13}},
    "fbank_energy": {
        "kind": "filterbank", "mel": {"filters": 80, "high_frequency": 0}, "energy": {"use": True},
        "frames": {"window": "rectangular"}},
    "fbank_magnitude": {
        "kind": "filterbank", "filterbank": {"use_power": False}, "frames": {"snip_edges": False}},
}


def knf_options(options):
    """kaldi-native-fbank's options for ours."""
    is_mfcc = options.get("kind", "mfcc") == "mfcc"
    result = knf.MfccOptions() if is_mfcc else knf.FbankOptions()
    frames, mel = options.get("frames", {}), options.get("mel", {})
    result.frame_opts.samp_freq = options.get("sample_rate", RATE)
    result.frame_opts.frame_length_ms = frames.get("length_ms", 25)
    result.frame_opts.frame_shift_ms = frames.get("shift_ms", 10)
    result.frame_opts.dither = 0
    result.frame_opts.preemph_coeff = frames.get("pre_emphasis", 0.97)
    result.frame_opts.remove_dc_offset = frames.get("remove_dc_offset", True)
    result.frame_opts.window_type = frames.get("window", "povey")
    result.frame_opts.round_to_power_of_two = frames.get("round_to_power_of_two", True)
    result.frame_opts.snip_edges = frames.get("snip_edges", True)
    result.mel_opts.num_bins = mel.get("filters", 40)
    result.mel_opts.low_freq = mel.get("low_frequency", 20)
    result.mel_opts.high_freq = mel.get("high_frequency", -400)
    energy = options.get("energy", {})
    result.use_energy = energy.get("use", False)
    result.raw_energy = energy.get("raw", True)
    result.energy_floor = energy.get("floor", 0)
    if is_mfcc:
        result.num_ceps = options.get("cepstra", {}).get("count", 40)
        result.cepstral_lifter = options.get("cepstra", {}).get("lifter", 22)
    else:
        result.use_power = options.get("filterbank", {}).get("use_power", True)
    return result


def whole(samples, options):
    """Features by kaldi-native-fbank's own classes."""
    kind = knf.OnlineMfcc if isinstance(options, knf.MfccOptions) else knf.OnlineFbank
    computer = kind(options)
    computer.accept_waveform(options.frame_opts.samp_freq, (samples * 32768).tolist())
    computer.input_finished()
    return np.stack([computer.get_frame(i) for i in range(computer.num_frames_ready)])


def by_stages(samples, options, warp):
    """MFCC of snipped frames, with kaldi-native-fbank's window and warped filters."""
    frame_options = options.frame_opts
    length = int(frame_options.samp_freq * 0.001 * frame_options.frame_length_ms)
    shift = int(frame_options.samp_freq * 0.001 * frame_options.frame_shift_ms)
    window = knf.FeatureWindowFunction(frame_options).window
    banks = knf.MelBanks(options.mel_opts, frame_options, warp)
    filters, cepstra = options.mel_opts.num_bins, options.num_ceps
    n, k = np.arange(filters), np.arange(cepstra)[:, None]
    matrix = np.sqrt(2 / filters) * np.cos(np.pi / filters * (n + 0.5) * k)
    matrix[0] = np.sqrt(1 / filters)
    lifter = 1 + 0.5 * options.cepstral_lifter * np.sin(np.pi * k[:, 0] / options.cepstral_lifter)
    rows = []
    for start in range(0, len(samples) - length + 1, shift):
        frame = samples[start:start + length].astype(np.float64) * 32768
        frame -= frame.mean()
        frame = np.append(frame[0] * (1 - frame_options.preemph_coeff), frame[1:] - frame_options.preemph_coeff * frame[:-1])
        power = np.abs(np.fft.rfft(frame * window, 512)) ** 2
        energies = np.maximum(banks.compute(power.astype(np.float32)), np.finfo(np.float32).eps)
        rows.append(lifter * (matrix @ np.log(energies)))
    return np.stack(rows).astype(np.float32)


def features(samples, options):
    reference = knf_options(options)
    if "warp" not in options:
        return whole(samples, reference)
    difference = np.abs(by_stages(samples, reference, 1.0) - whole(samples, reference)).max()
    assert difference < 1e-3, f"the stages differ from the whole by {difference}"
    return by_stages(samples, reference, options["warp"])


# Deltas and normalisation

def deltas(values, order, window=2):
    padding = 4 * order * window
    padded = np.pad(values.astype(np.float64), ((padding, padding), (0, 0)), mode="edge")
    blocks = [padded]
    for _ in range(order):
        blocks.append(librosa.feature.delta(blocks[-1], width=2 * window + 1, order=1, axis=0, mode="nearest"))
    return np.concatenate([block[padding:-padding] for block in blocks], axis=1).astype(np.float32)


def sliding(values, length, minimum, centered, variance):
    values = values.astype(np.float64)
    count = len(values)
    output = np.empty_like(values)
    for t in range(count):
        if centered:
            start = t - length // 2
            end = start + length
        else:
            start, end = t - length, t + 1
        if start < 0:
            start, end = 0, end - start
        if not centered and end > t:
            end = max(t + 1, minimum)
        if end > count:
            start, end = max(0, start - (end - count)), count
        output[t] = values[t] - values[start:end].mean(axis=0)
        if variance:
            output[t] /= np.sqrt(np.maximum(values[start:end].var(axis=0), 1e-5))
    return output.astype(np.float32)


def utterance(values, variance):
    values = values.astype(np.float64)
    output = values - values.mean(axis=0)
    if variance:
        output /= np.sqrt(np.maximum(values.var(axis=0), 1e-5))
    return output.astype(np.float32)


def main():
    FIXTURES.mkdir(exist_ok=True)
    audio = {}
    for name, samples in clips().items():
        integers = np.clip(np.round(samples * 32768), -32768, 32767).astype(np.int16)
        soundfile.write(FIXTURES / f"{name}.flac", integers, RATE, subtype="PCM_16")
        audio[name] = integers.astype(np.float32) / 32768

    for name, options in SETS.items():
        tensors = {clip: features(samples, options) for clip, samples in audio.items()}
        warp = str(options.get("warp", 1))
        metadata = {"options": json.dumps({k: v for k, v in options.items() if k != "warp"}), "warp": warp}
        save_file(tensors, FIXTURES / f"{name}.safetensors", metadata)

    values = (5 * random.standard_normal((150, 4)) + [0, 100, -20, 3]).astype(np.float32)
    values[:, 3] = 3
    save_file({
        "input": values,
        "deltas_1": deltas(values, 1),
        "deltas_2": deltas(values, 2),
        "deltas_1_window_3": deltas(values, 1, window=3),
        "utterance_mean": utterance(values, False),
        "utterance_variance": utterance(values, True),
        "sliding_centered": sliding(values, 40, 10, True, True),
        "sliding_causal": sliding(values, 40, 10, False, False),
        "sliding_causal_variance": sliding(values, 25, 25, False, True),
        "sliding_longer": sliding(values, 1000, 400, False, True),
    }, FIXTURES / "sequences.safetensors")

    # Half a second of 440 Hz in the formats that a test cannot write by itself.
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(24000) / 48000)
    for name, format, subtype in [("tone.mp3", "MP3", "MPEG_LAYER_III"), ("tone.opus", "OGG", "OPUS"),
                                  ("tone.ogg", "OGG", "VORBIS")]:
        soundfile.write(FIXTURES / name, tone, 48000, format=format, subtype=subtype)


if __name__ == "__main__":
    main()
