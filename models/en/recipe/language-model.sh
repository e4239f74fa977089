#!/bin/bash
# Makes models/en/lm.bin again: language-model.sh CORPORA TEXT OUT. CORPORA holds the recorded speech, whose training
# transcripts are used, TEXT books.txt.xz and commonvoice-sentences.txt.xz; OUT receives the texts and parts.
# A few minutes and 3 GB of memory. No dev or test text is learnt; the dev texts choose how much each part counts.
set -eu
corpora=$1 text=$2 out=$3
here=$(dirname "$(readlink -f "$0")")
asr=$here/../../../asr

python3 "$here/texts.py" "$corpora" "$text" "$out"
"$asr" lm build --order 4 --vocabulary-limit 100000 --output "$out/books.bin" "$out/books.txt"
"$asr" lm build --order 4 --output "$out/commonvoice.bin" "$out/commonvoice.txt"
"$asr" lm build --order 4 --output "$out/transcripts.bin" "$out/transcripts.txt"
"$asr" lm mix --held-out "$out"/dev/*.txt --maximum-size 15 --output "$here/../lm.bin" \
    "$out"/{books,commonvoice,transcripts}.bin
"$asr" lm perplexity "$here/../lm.bin" "$out"/dev/*.txt

# Its weights in config.json, whenever network or language model have changed:
# asr lm tune --model models/en --manifest CORPORA/{speechocean,commonvoice-en,arctic-kathleen,ljspeech}/dev.jsonl --write
