#!/bin/bash
# Words that a model makes of recordings in which nobody speaks, a minute:   Benchmarks/false-words.sh [MODEL] [OPTION…]
# Options are those of `asr evaluate`, such as --greedy. The recordings are ../shared/corpora/noise, digital silence (10
# minutes), and sox's white, pink and brown noise and plucked chords (2 minutes each, loud and quiet), whole and streamed.
set -eu
here=$(dirname "$(readlink -f "$0")")
root=$(dirname "$here")
noise=$root/../shared/corpora/noise
model=${1:-$root/models/en}
[ $# -eq 0 ] || shift
asr=${ASR:-$root/.build/release/asr}
for program in sox opusdec; do
    command -v $program >/dev/null || { echo "$program is missing: apt-get install sox opus-tools" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# list NAME FILE…: a manifest of recordings without words.
list() {
    local name=$1
    shift
    printf '{"audio_filepath": "%s", "text": ""}\n' "$@" >"$work/$name.jsonl"
}

make() { sox -R -n -r 16000 -c 1 -b 16 "$work/$1" "${@:2}"; }
make silence.wav trim 0 600
for gain in -50 -25; do
    for colour in white pink brown; do make "$colour$gain.wav" synth 120 ${colour}noise gain $gain; done
    make "chords$gain.wav" synth 2 pluck C3 pluck E3 pluck G3 pluck C4 remix - gain -n $gain repeat 59
done
list "digital silence" "$work/silence.wav"
list "synthetic noise" "$work"/{white,pink,brown}*.wav
list "plucked chords" "$work"/chords*.wav
if [ -e "$noise" ]; then
    # By opusdec: libsndfile 1.2.0 gives up where such a file falls silent.
    mkdir "$work/noise"
    for file in "$noise"/audio/*.opus; do
        opusdec --quiet --force-wav --rate 16000 "$file" "$work/noise/$(basename "$file" .opus).wav" >/dev/null 2>&1
    done
    list "recorded noise" "$work"/noise/*.wav
fi

printf '%-16s %8s %12s %12s\n' recordings minutes whole streamed
for manifest in "$work"/*.jsonl; do
    row=$(printf '%-16s' "$(basename "$manifest" .jsonl)")
    minutes=""
    for mode in "" --stream; do
        # shellcheck disable=SC2086
        words=$("$asr" evaluate --model "$model" --manifest "$manifest" $mode "$@" 2>"$work/errors" |
            sed -n 's/^WER.* \([0-9]*\) insertions$/\1/p')
        seconds=$(sed -n 's/^[0-9]* utterances, \([0-9]*\) s of audio.*/\1/p' "$work/errors")
        [ -n "$minutes" ] || { minutes=$(awk "BEGIN { printf \"%.1f\", $seconds / 60 }"); row+=$(printf ' %8s' "$minutes"); }
        row+=$(awk "BEGIN { printf \" %12s\", sprintf(\"%.2f\", $words / ($seconds / 60)) }")
    done
    echo "$row"
done
