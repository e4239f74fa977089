#!/bin/bash
# Trains models/en again: train.sh CORPORA SYNTHETIC OUT. CORPORA holds the recorded speech (speechocean, commonvoice-en,
# arctic-kathleen, ljspeech, digits), SYNTHETIC what synthesize.sh made, OUT receives one folder a phase.
# About three hours on two quiet cores. Stop it at any time and start it again: each phase goes on from its checkpoint.
set -eu
corpora=$(readlink -f "$1") synthetic=$(readlink -f "$2") out=$3
here=$(dirname "$(readlink -f "$0")")
asr=$here/../../../asr

# phase WEIGHT-OF-ARCTIC WEIGHT-OF-DIGITS WEIGHT-OF-SYNTHETIC
phase() {
    local number=$1 arctic=$2 digits=$3 synthesised=$4 from=()
    [ ! -e "$out/$number/done" ] || return 0
    [ "$number" -eq 1 ] || from=(--init "$out/$((number - 1))")
    local train=("$corpora/speechocean/train.jsonl" "$corpora/commonvoice-en/train.jsonl"
        "$corpora/arctic-kathleen/train.jsonl:$arctic" "$corpora/ljspeech/train.jsonl" "$corpora/digits/train.jsonl:$digits")
    [ "$synthesised" = 0 ] || train+=("$synthetic/train.jsonl:$synthesised")
    "$asr" train --config "$here/$number.json" --output "$out/$number" --resume "${from[@]}" --train "${train[@]}" \
        --dev "$corpora"/{speechocean,commonvoice-en,arctic-kathleen,ljspeech}/dev.jsonl
    touch "$out/$number/done"
}

phase 1 1 1 0
phase 2 0.5 1 1
phase 3 0.5 1.5 0.12
phase 4 0.5 1.5 0.04

# Confidences of these weights, and what drops words made of noise.
"$asr" calibrate --model "$out/4" --dev "$corpora"/{speechocean,commonvoice-en,arctic-kathleen,ljspeech}/dev.jsonl \
    --noise "$corpora/noise/noise.jsonl" --plot "$out/4/reliability.png"
