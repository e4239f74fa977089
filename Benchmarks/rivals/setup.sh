#!/bin/bash
# Makes a virtual environment with the rivals.  usage: setup.sh DIR   (Python 3.11, about 1 GB)
set -eu
directory=${1:?"usage: setup.sh DIR"}
python3 -m venv "$directory"
# A plain `torch` would be the CUDA build of several GB. The CPU's is not on PyPI: unless pip knows a wheel of it, it
# comes from PyTorch's own index.
"$directory/bin/pip" install -q torch==2.13.0+cpu ||
    "$directory/bin/pip" install -q --index-url https://download.pytorch.org/whl/cpu torch==2.13.0+cpu
"$directory/bin/pip" install -q \
    numpy kaldi-native-fbank==1.22.5 librosa==0.11.0 python_speech_features==0.6 scipy
