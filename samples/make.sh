#!/bin/bash
# Makes the clips and samples.jsonl anew, on Debian 12 as root. The sentences are our own, the voices synthetic.
set -eu
cd "$(dirname "$(readlink -f "$0")")"
work=$(mktemp -d)
extra=/etc/apt/sources.list.d/asr-samples.list
trap 'rm -rf "$work" "$extra"' EXIT

# RHVoice's English voices and Pico are in Debian's non-free component: enabled here, and taken out again at the end.
needed="flite rhvoice rhvoice-english libttspico-utils festival festvox-us-slt-hts sox opus-tools lame"
if ! dpkg-query -W $needed >/dev/null 2>&1; then
    . /etc/os-release
    echo "make.sh: enabling Debian's contrib and non-free components while installing voices" >&2
    echo "deb http://deb.debian.org/debian $VERSION_CODENAME contrib non-free" >"$extra"
    apt-get update >&2
    apt-get install -y --no-install-recommends $needed >&2
    rm "$extra"
    apt-get update >&2
fi

# speak ENGINE VOICE TEXT: a mono WAV of a voice's own rate in $work/voice.wav.
speak() {
    echo "$3" >"$work/text"
    case $1 in
    flite) flite -voice "$2" -f "$work/text" -o "$work/voice.wav" ;;
    rhvoice) RHVoice-test -p "$2" -i "$work/text" -o "$work/voice.wav" >/dev/null ;;
    pico) pico2wave -l "$2" -w "$work/voice.wav" "$3" ;;
    festival) text2wave -eval "(voice_$2)" -o "$work/voice.wav" "$work/text" ;;
    esac
}

# clip FILE ENGINE VOICE TEXT SOX-OPTIONS…: speaks, converts with sox or an encoder, adds a line to samples.jsonl.
clip() {
    local file=$1 engine=$2 voice=$3 text=$4
    shift 4
    speak "$engine" "$voice" "$text"
    case $file in
    *.opus) opusenc --quiet --bitrate 24 "$work/voice.wav" "$file" ;;
    *.mp3) sox "$work/voice.wav" -b 16 -r 22050 "$work/rate.wav" && lame --quiet -b 48 "$work/rate.wav" "$file" ;;
    *) sox "$work/voice.wav" "$@" ;;
    esac
    local plain
    plain=$(echo "$text" | tr 'A-Z' 'a-z' | tr -cd "a-z' ")
    printf '{"audio_filepath": "%s", "duration": %.2f, "text": "%s", "speaker": "%s %s"}\n' \
        "$file" "$(soxi -D "$work/voice.wav")" "$plain" "$engine" "$voice" >>samples.jsonl
}

: >samples.jsonl
clip museum-16k.wav flite slt "The museum opens at nine, and the first tour begins twenty minutes later." \
    -b 16 -r 16000 museum-16k.wav
clip tomatoes-44k-stereo.wav rhvoice bdl "Please water the tomatoes before the sun gets too hot." \
    -b 16 -r 44100 tomatoes-44k-stereo.wav remix 1 1v0.6
clip picnic-22k.flac rhvoice clb "We packed some sandwiches and two bottles of lemonade for the picnic." \
    -b 16 -r 22050 picnic-22k.flac
clip platform.opus pico en-GB "Her train leaves from platform seven at a quarter past six."
clip lighthouse.mp3 flite rms "The old lighthouse keeper wrote a letter to his sister every winter."
clip telephone-8k-ulaw.wav flite awb "The code for the door is four one five, nine zero eight." \
    -e mu-law -r 8000 telephone-8k-ulaw.wav
clip rain.aiff festival cmu_us_slt_arctic_hts "Rain is expected in the north, with strong winds along the coast." \
    -b 16 -r 16000 rain.aiff
clip summer-48k-24bit.wav rhvoice alan "I can't believe it's already the end of summer." \
    -b 24 -r 48000 summer-48k-24bit.wav
