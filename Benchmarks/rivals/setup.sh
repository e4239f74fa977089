#!/bin/bash
# Makes the rivals: a Python environment (3.11, about 1 GB), the kaldi-native-fbank side and the oneDNN side.   usage: setup.sh DIR
# With RIVALS_PYTHON an interpreter that already has the packages is used instead.
set -eu
directory=${1:?"usage: setup.sh DIR"}
here=$(dirname "$(readlink -f "$0")")
torch=2.13.0+cpu kaldi=1.22.5
mkdir -p "$directory"
python=${RIVALS_PYTHON:-}
if [ -z "$python" ]; then
    python=$directory/venv/bin/python
    [ -x "$python" ] || python3 -m venv "$directory/venv"
    # A plain `torch` would be the CUDA build of several GB. The CPU's is not on PyPI: unless pip knows a wheel of it,
    # it comes from PyTorch's own index.
    "$python" -m pip install -q torch==$torch ||
        "$python" -m pip install -q --index-url https://download.pytorch.org/whl/cpu torch==$torch
    "$python" -m pip install -q numpy soundfile soxr kaldi-native-fbank==$kaldi pyctcdecode==0.5.0 kenlm==0.3.0 \
        flashlight-text==0.0.7 librosa==0.11.0 python_speech_features==0.6
fi
# A wrapper: a link would not find the environment's packages.
printf '#!/bin/sh\nexec "%s" "$@"\n' "$(readlink -f "$(dirname "$python")")/$(basename "$python")" >"$directory/python"
chmod +x "$directory/python"

# kaldi-native-fbank's wheel carries its C++ library and headers: its side is C++, so that Python costs it nothing.
# The wheel (manylinux2014) was built with the old string ABI, which its headers do not say.
package=$("$python" -c 'import kaldi_native_fbank; print(kaldi_native_fbank.__path__[0])')
version=$("$python" -c 'from importlib.metadata import version; print(version("kaldi-native-fbank"))')
c++ -std=c++17 -O3 -march=native -D_GLIBCXX_USE_CXX11_ABI=0 -DVERSION="\"$version\"" -I"$package/include" \
    "$here/kaldi_mfcc.cpp" -L"$package/lib" -Wl,-rpath,"$package/lib" \
    -lkaldi-native-fbank-core -o "$directory/kaldi_mfcc"
c++ -std=c++17 -O3 -march=native "$here/onednn_gru.cpp" -ldnnl -o "$directory/onednn_gru"
