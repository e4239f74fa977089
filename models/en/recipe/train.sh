#!/bin/bash
# Trains models/en again: train.sh CORPORA SYNTHETIC OUT. CORPORA holds the recorded speech (speechocean, commonvoice-en,
# arctic-kathleen, ljspeech, digits), SYNTHETIC what synthesize.sh made, OUT receives one folder a phase.
# About three hours on two quiet cores. Stop it at any time and start it again: each phase goes on from its checkpoint.
set -eu
corpora=$(readlink -f "$1") synthetic=$(readlink -f "$2") out=$3
here=$(dirname "$(readlink -f "$0")")
asr=$here/../../../asr

# phase NUMBER FROM COMMONVOICE ARCTIC DIGITS SYNTHETIC [NOISE]: the weights of the sets; FROM is the folder to start from.
phase() {
    local number=$1 start=$2 commonvoice=$3 arctic=$4 digits=$5 synthesised=$6 noise=${7:-0} from=()
    [ ! -e "$out/$number/done" ] || return 0
    [ "$start" = - ] || from=(--init "$out/$start")
    local train=("$corpora/speechocean/train.jsonl" "$corpora/commonvoice-en/train.jsonl:$commonvoice"
        "$corpora/arctic-kathleen/train.jsonl:$arctic" "$corpora/ljspeech/train.jsonl" "$corpora/digits/train.jsonl:$digits")
    [ "$synthesised" = 0 ] || train+=("$synthetic/train.jsonl:$synthesised")
    [ "$noise" = 0 ] || train+=("$out/noise/train.jsonl:$noise")
    "$asr" train --config "$here/$number.json" --output "$out/$number" --resume "${from[@]}" --train "${train[@]}" \
        --noise "$out/noise/train.jsonl" --dev "$corpora"/{speechocean,commonvoice-en,arctic-kathleen,ljspeech}/dev.jsonl
    touch "$out/$number/done"
}

# Four of five noises, as WAV, which every one of them can be read as; the others judge false words.
[ -e "$out/noise/held.jsonl" ] || "$here/noise.sh" "$corpora/noise" "$out/noise"

phase 1 - 1 1 1 0
phase 2 1 1 0.5 1 1
phase 3 2 1 0.5 1.5 0.12
phase 4 3 1 0.5 1.5 0.04
phase 5 4 1.5 0.5 1 0.2
[ -e "$out/4+5/model.safetensors" ] || "$asr" average "$out/4:0.6" "$out/5:0.4" --output "$out/4+5"
phase 6 4+5 1.5 0.5 0.8 0.13
phase 7 6 1.5 0.5 0.8 0.05 2
# Two runs from the same weights, with no masks and with few: their average is better than either.
phase 8a 7 1.5 0.5 0.8 0.12 2
phase 8b 7 1.5 0.5 0.8 0.06 2
[ -e "$out/8/model.safetensors" ] || "$asr" average "$out/8a:0.5" "$out/8b:0.5" --output "$out/8"

# The language model and its weights, and the confidences of these weights. Weights that have learnt from noise need no gate.
cp "$here/../lm.bin" "$out/8"
grep -q '"language_model"' "$out/8/config.json" || sed -i '1s/{/{ "language_model": {},/' "$out/8/config.json"
dev=("$corpora"/{speechocean,commonvoice-en,arctic-kathleen,ljspeech}/dev.jsonl)
"$asr" lm tune --model "$out/8" --manifest "${dev[@]}" --write
"$asr" calibrate --model "$out/8" --dev "${dev[@]}" --plot "$out/8/reliability.png"
