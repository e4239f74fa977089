#!/bin/bash
# Trains models/en again: train.sh CORPORA SYNTHETIC OUT. CORPORA holds the recorded speech (speechocean, commonvoice-en,
# arctic-kathleen, ljspeech, digits), SYNTHETIC what synthesize.sh made, with its Kokoro speech in SYNTHETIC/kokoro
# (synthesize.sh SYNTHETIC 100; synthesize.sh SYNTHETIC/kokoro 2.2 --engine kokoro --seed 2), OUT receives one folder a phase.
# About ten hours on two quiet cores. Stop it at any time and start it again: each phase goes on from its checkpoint.
set -eu
corpora=$(readlink -f "$1") synthetic=$(readlink -f "$2") out=$3
here=$(dirname "$(readlink -f "$0")")
asr=$here/../../../asr

# Where a corpus's manifest to train on lies.
manifest() { echo "$corpora/$1/train.jsonl"; }

# phase NUMBER FROM COMMONVOICE ARCTIC DIGITS SYNTHETIC [NOISE [KOKORO]]: the weights of the sets; FROM is the folder to
# start from.
phase() {
    local number=$1 start=$2 commonvoice=$3 arctic=$4 digits=$5 synthesised=$6 noise=${7:-0} kokoro=${8:-0} from=()
    [ ! -e "$out/$number/done" ] || return 0
    [ "$start" = - ] || from=(--init "$out/$start")
    local train=("$(manifest speechocean)" "$(manifest commonvoice-en):$commonvoice"
        "$(manifest arctic-kathleen):$arctic" "$(manifest ljspeech)" "$corpora/digits/train.jsonl:$digits")
    [ "$synthesised" = 0 ] || train+=("$synthetic/train.jsonl:$synthesised")
    [ "$noise" = 0 ] || train+=("$out/noise/train.jsonl:$noise")
    [ "$kokoro" = 0 ] || train+=("$(manifest kokoro):$kokoro")
    "$asr" train --config "$here/$number.json" --output "$out/$number" --resume "${from[@]}" --train "${train[@]}" \
        --noise "$out/noise/train.jsonl" --dev "$corpora"/{speechocean,commonvoice-en,arctic-kathleen,ljspeech}/dev.jsonl
    touch "$out/$number/done"
}

# average NAME MODEL:WEIGHT…: of phases' models, or of the checkpoints that they ended with
average() {
    local models=("${@:2}")
    [ -e "$out/$1/model.safetensors" ] || "$asr" average "${models[@]/#/$out/}" --output "$out/$1"
}
last=training/checkpoint.safetensors

# Four of five noises, as WAV, which every one of them can be read as; the others judge false words.
[ -e "$out/noise/held.jsonl" ] || "$here/noise.sh" "$corpora/noise" "$out/noise"

phase 1 - 1 1 1 0
phase 2 1 1 0.5 1 0.54
phase 3 2 1 0.5 1.5 0.065
phase 4 3 1 0.5 1.5 0.022
phase 5 4 1.5 0.5 1 0.11
average 4+5 "4:0.6" "5:0.4"
phase 6 4+5 1.5 0.5 0.8 0.07
phase 7 6 1.5 0.5 0.8 0.027 2
# Two runs from the same weights, with no masks and with few: their average is better than either.
phase 8a 7 1.5 0.5 0.8 0.065 2
phase 8b 7 1.5 0.5 0.8 0.032 2
average 8 "8a:0.5" "8b:0.5"

# With the times of the words, as the weights so far hear them, clips are made of runs of words of several.
mkdir -p "$out/timed"
for set in speechocean commonvoice-en arctic-kathleen ljspeech kokoro; do
    source=$(manifest $set)
    [ $set != kokoro ] || source=$synthetic/kokoro/train.jsonl
    [ -e "$out/timed/$set.jsonl" ] ||
        "$asr" align --model "$out/8" --manifest "$source" --format manifest --output "$out/timed/$set.jsonl"
done
manifest() { echo "$out/timed/$1.jsonl"; }
phase 9 8 1.5 0.5 0.8 0.065 2
average 8+9 "8:0.35" "9:0.65"
phase 10a 8+9 1.5 0.5 0.8 0.043 2 1.5
phase 10b 8+9 1.5 0.5 0.8 0.043 2 1.5
average 10 "8+9:0.2" "10a/$last:0.4" "10b/$last:0.4"

phase 11a 10 1.5 0.5 0.8 0.043 1 1.5
phase 11b 10 2.5 0.5 0.8 0.043 1 1.5
average 11 "10:0.2" "11a/$last:0.4" "11b/$last:0.4"

# A fourth layer, which at first hands on what the third says.
phase 12a 11 1.5 0.5 0.8 0.043 1 1.5
phase 12b 11 2.5 0.5 0.8 0.043 1 1.5
average 12 "12a/$last:0.35" "12b/$last:0.65"

# A fifth.
phase 13a 12 1.5 0.5 0.8 0.06 1
phase 13b 12 2.5 0.5 0.8 0.06 1
average 13 "13a/$last:0.5" "13b/$last:0.5"

# A sixth and a seventh at once, in two rounds: the second goes on from the average of the first.
phase 14a 13 1.5 0.5 0.8 0.06 1
phase 14b 13 2.5 0.5 0.8 0.06 1
average 14 "14a/$last:0.5" "14b/$last:0.5"
phase 15a 14 1.5 0.5 0.8 0.06 1
phase 15b 14 2.5 0.5 0.8 0.06 1
average 15 "14:0.2" "15a/$last:0.4" "15b/$last:0.4"

# The language models and their weights, and the confidences of these weights. Weights that have learnt from noise need no gate.
cp "$here/../lm.bin" "$here/../lm.safetensors" "$out/15"
grep -q '"recurrent_file"' "$out/15/config.json" ||
    sed -i '1s/{/{ "warps": [0.92, 1, 1.08], "language_model": {"recurrent_file": "lm.safetensors"},/' "$out/15/config.json"
dev=("$corpora"/{speechocean,commonvoice-en,arctic-kathleen,ljspeech}/dev.jsonl)
"$asr" lm tune --model "$out/15" --manifest "${dev[@]}" --beam 150 --weights 1.15 1.25 --bonuses 0 \
    --unknown-penalties 12 --letter-penalties 3 3.5 --blank-penalties 1.5 1.65 --prior-weights 0.2 0.3 \
    --pair-prior-weights 0.2 0.35 --recurrent-shares 0.7 0.8 --write
"$asr" calibrate --model "$out/15" --dev "${dev[@]}" --plot "$out/15/reliability.png"
