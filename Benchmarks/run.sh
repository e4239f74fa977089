#!/bin/bash
# Sets up the rivals, builds, and runs the pairs in turns:   Benchmarks/run.sh [PAIR…] [--rounds N] [--json FILE]
# or measures live recognition (live.py):                    Benchmarks/run.sh live latency|memory [OPTION…]
# or plots how times grow:                                   Benchmarks/run.sh growth --output FILE.png [--rounds N]
# Nothing is installed outside Benchmarks/.build but the Debian packages of `asr`. RIVALS_PYTHON names an interpreter
# that already has the rivals' packages. RECOGNIZERS names a virtual environment with other recognisers, which
# ../shared/tools/setup-peers.sh makes; without it they are left out.
set -eu
here=$(dirname "$(readlink -f "$0")")
root=$(dirname "$here")
. "$root/tools/setup.sh"
require_swift
install_packages

rivals=$here/.build/rivals
# The oneDNN side is built last.
for source in "$here"/rivals/{setup.sh,*.cpp,*.hpp}; do
    [ "$rivals/onednn_gru" -nt "$source" ] || { "$here/rivals/setup.sh" "$rivals" >&2; break; }
done
swift build --package-path "$root" -c release --product asr >&2
swift build --package-path "$here" -c release >&2

if [ "${1-}" = live ]; then
    shift
    exec "$rivals/python" "$here/live.py" "$@"
fi

manifest=$root/../shared/corpora/speechocean/test.jsonl
[ -e "$manifest" ] || manifest=$root/samples/samples.jsonl
if [ "${1-}" = growth ]; then
    shift
    exec "$here/.build/release/benchmarks" growth "$@" \
        --asr "$root/.build/release/asr" --model "$root/models/en" --manifest "$manifest"
fi
recognizers=()
if [ -n "${RECOGNIZERS-}" ]; then
    recognizers=(--recognizers-python "$RECOGNIZERS/bin/python" --recognizer pocketsphinx --recognizer hama
        --recognizer "whisper:$RECOGNIZERS/models/whisper-tiny.en" --recognizer "whisper:$RECOGNIZERS/models/whisper-base")
fi
exec "$here/.build/release/benchmarks" run "$@" "${recognizers[@]}" \
    --python "$rivals/python" --scripts "$here/rivals" --programs "$rivals" \
    --asr "$root/.build/release/asr" --model "$root/models/en" --manifest "$manifest"
