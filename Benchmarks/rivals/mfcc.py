"""Times three MFCC front ends on the same ten minutes: 25 ms frames every 10 ms, 40 filters, 40 cepstra, 16 kHz.

kaldi-native-fbank takes its samples and gives its frames through Python, one by one: that is counted, because whoever
uses it from Python pays it.
"""

import os

from timing import median_seconds, parser, report

options = parser(__doc__)
options.add_argument("--minutes", type=float, default=10, help="length of the audio (default: 10)")
arguments = options.parse_args()
# The libraries read this on being imported.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = str(arguments.threads)

import kaldi_native_fbank as knf  # noqa: E402
import librosa  # noqa: E402
import numpy as np  # noqa: E402
import python_speech_features as psf  # noqa: E402

RATE, WINDOW, HOP, SIZE, FILTERS, CEPSTRA = 16_000, 400, 160, 512, 40, 40
samples = 0.1 * np.random.default_rng(1).standard_normal(int(arguments.minutes * 60 * RATE), dtype=np.float32)


def kaldi():
    mfcc = knf.MfccOptions()
    mfcc.frame_opts.samp_freq = RATE
    mfcc.frame_opts.dither = 0
    mfcc.mel_opts.num_bins = FILTERS
    mfcc.num_ceps = CEPSTRA
    mfcc.use_energy = False
    computer = knf.OnlineMfcc(mfcc)
    computer.accept_waveform(RATE, samples)
    computer.input_finished()
    return np.stack([computer.get_frame(index) for index in range(computer.num_frames_ready)])


def librosa_mfcc():
    return librosa.feature.mfcc(
        y=samples, sr=RATE, n_mfcc=CEPSTRA, n_mels=FILTERS, n_fft=SIZE, win_length=WINDOW, hop_length=HOP,
        center=False).T


def speech_features():
    return psf.mfcc(
        samples, RATE, winlen=WINDOW / RATE, winstep=HOP / RATE, numcep=CEPSTRA, nfilt=FILTERS, nfft=SIZE,
        winfunc=np.hamming)


rivals = {"kaldi-native-fbank": kaldi, "librosa": librosa_mfcc, "python_speech_features": speech_features}
for name, run in rivals.items():
    report(
        benchmark="mfcc", rival=name, seconds=median_seconds(run, arguments.rounds), threads=arguments.threads,
        rounds=arguments.rounds, minutes=arguments.minutes, shape=run().shape)
