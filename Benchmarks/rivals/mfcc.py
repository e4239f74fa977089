"""MFCC of the clips by a Python library, 40 filters and 40 cepstra, 25 ms every 10 ms:   mfcc.py FOLDER LIBRARY

LIBRARY: librosa | python_speech_features. Their filters, windows and liftering are their own, so that their cepstra are
not ours and only the time is compared.
"""

import sys
from importlib.metadata import version

from side import floats, folder, serve, split  # first: it sets how OpenMP waits

library = sys.argv[2]
lengths = [int(line) for line in (folder / "clips.txt").read_text().split()]
clips = split(floats("clips.f32", -1), lengths)

if library == "librosa":
    import librosa

    def features(clip):
        return librosa.feature.mfcc(y=clip, sr=16000, n_mfcc=40, n_mels=40, n_fft=512, win_length=400, hop_length=160)

else:
    import python_speech_features

    def features(clip):
        return python_speech_features.mfcc(clip, numcep=40, nfilt=40, nfft=512, appendEnergy=False)


def run():
    for clip in clips:
        features(clip)


features(clips[0])
serve(f"{library} {version(library)}", [], run)
