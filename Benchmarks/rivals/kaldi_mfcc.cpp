// The other side of the MFCC pair: kaldi-native-fbank's own C++ library, as published in its wheel, without Python.
// Whole clips go in and whole matrices come out, as on our side.

#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "kaldi-native-fbank/csrc/online-feature.h"
#include "side.hpp"

static std::vector<float> mfcc(const knf::MfccOptions &options, const std::vector<float> &clip) {
    knf::OnlineMfcc computer(options);
    computer.AcceptWaveform(options.frame_opts.samp_freq, clip.data(), static_cast<int32_t>(clip.size()));
    computer.InputFinished();
    std::vector<float> features;
    features.reserve(static_cast<size_t>(computer.NumFramesReady()) * computer.Dim());
    for (int32_t i = 0; i < computer.NumFramesReady(); i++) {
        const float *frame = computer.GetFrame(i);
        features.insert(features.end(), frame, frame + computer.Dim());
    }
    return features;
}

int main(int, char **arguments) {
    const std::string folder = arguments[1];
    std::vector<std::vector<float>> clips;
    std::ifstream lengths(folder + "/clips.txt"), samples(folder + "/clips.f32", std::ios::binary);
    for (size_t length; lengths >> length;) {
        clips.emplace_back(length);
        samples.read(reinterpret_cast<char *>(clips.back().data()), static_cast<std::streamsize>(length * sizeof(float)));
        for (float &sample : clips.back()) sample *= 32768;  // Kaldi's scale; not timed.
    }

    knf::MfccOptions options;
    options.frame_opts.dither = 0;
    options.mel_opts.num_bins = 40;
    options.mel_opts.high_freq = -400;
    options.num_ceps = 40;
    options.use_energy = false;

    double frames = 0, magnitude = 0;
    for (const auto &clip : clips) {
        const auto features = mfcc(options, clip);
        frames += static_cast<double>(features.size()) / options.num_ceps;
        for (float value : features) magnitude += std::fabs(value);
    }
    char check[64];
    std::snprintf(check, sizeof check, "[%.0f, %.9g]", frames, magnitude);
    serve("kaldi-native-fbank " VERSION, check, [&] {
        for (const auto &clip : clips) mfcc(options, clip);
    });
}
