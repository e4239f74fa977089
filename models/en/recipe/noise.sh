#!/bin/bash
# Makes WAV of a folder of Opus recordings without speech, and two manifests: noise.sh FOLDER OUT. Every fifth file, by name,
# is in OUT/held.jsonl, the others in OUT/train.jsonl. Needs opus-tools: libsndfile 1.2.0 cannot read all of these files.
set -eu
folder=$1 out=$2
command -v opusdec >/dev/null || apt-get install -y -qq --no-install-recommends opus-tools
mkdir -p "$out"
: >"$out/train.jsonl.new"
: >"$out/held.jsonl.new"
number=0
for file in "$folder"/audio/*.opus; do
    name=$(basename "$file" .opus)
    opusdec --quiet --rate 16000 "$file" "$out/$name.wav"
    number=$((number + 1))
    if ((number % 5 == 0)); then list=held; else list=train; fi
    printf '{"audio_filepath": "%s.wav", "text": ""}\n' "$name" >>"$out/$list.jsonl.new"
done
mv "$out/train.jsonl.new" "$out/train.jsonl"
mv "$out/held.jsonl.new" "$out/held.jsonl"
