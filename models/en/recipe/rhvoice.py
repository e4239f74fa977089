"""RHVoice in this process, through its C library (librhvoice5): a process for each clip would double the time."""
import ctypes
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_double, c_int, c_short, c_uint, c_void_p

import numpy as np

SetRate = CFUNCTYPE(c_int, c_int, c_void_p)
Play = CFUNCTYPE(c_int, POINTER(c_short), c_uint, c_void_p)


class Callbacks(Structure):
    _fields_ = [("set_sample_rate", SetRate), ("play_speech", Play)] + [
        (name, c_void_p) for name in ("process_mark", "word_starts", "word_ends", "sentence_starts", "sentence_ends",
                                      "play_audio", "done")]


class InitParams(Structure):
    _fields_ = [("data_path", c_char_p), ("config_path", c_char_p), ("resource_paths", c_void_p),
                ("callbacks", Callbacks), ("options", c_uint)]


class SynthParams(Structure):
    _fields_ = [("voice_profile", c_char_p), ("absolute_rate", c_double), ("absolute_pitch", c_double),
                ("absolute_volume", c_double), ("relative_rate", c_double), ("relative_pitch", c_double),
                ("relative_volume", c_double), ("punctuation_mode", c_int), ("punctuation_list", c_char_p),
                ("capitals_mode", c_int), ("flags", c_int)]


class RHVoice:
    """The engine; one is enough for all its voices."""

    def __init__(self):
        library = self.library = ctypes.CDLL("libRHVoice.so.5")
        library.RHVoice_new_tts_engine.restype = c_void_p
        library.RHVoice_new_message.restype = c_void_p
        library.RHVoice_new_message.argtypes = [c_void_p, c_char_p, c_uint, c_int, POINTER(SynthParams), c_void_p]
        library.RHVoice_speak.argtypes = library.RHVoice_delete_message.argtypes = [c_void_p]
        self.rate, self.pieces = 0, []
        self.callbacks = Callbacks(SetRate(self.set_rate), Play(self.play))
        paths = InitParams(b"/usr/share/RHVoice", b"/etc/RHVoice", None, self.callbacks, 0)
        self.engine = library.RHVoice_new_tts_engine(ctypes.byref(paths))
        if not self.engine:
            raise RuntimeError("RHVoice does not start: install rhvoice-english and librhvoice5")

    def set_rate(self, rate, _):
        self.rate = rate
        return 1

    def play(self, samples, count, _):
        self.pieces.append(np.ctypeslib.as_array(samples, (count,)).astype(np.float32) / 32768)
        return 1

    def __call__(self, text, voice, rate=1.0):
        """The samples and their rate, or None where the engine refused the text."""
        self.pieces = []
        data = text.encode()
        params = SynthParams(voice.encode(), 0, 0, 0, rate, 1, 1, 0, None, 0, 0)
        message = self.library.RHVoice_new_message(self.engine, data, len(data), 0, ctypes.byref(params), None)
        if not message:
            return None
        self.library.RHVoice_speak(message)
        self.library.RHVoice_delete_message(message)
        return (np.concatenate(self.pieces), self.rate) if self.pieces else None
