/// Where frames lie in a sequence of samples.
///
/// As Kaldi's `feature-window.cc`: with snipped edges 1 + (N − L) / S frames, all inside the N samples; otherwise
/// (N + S/2) / S frames centred on the middle of each shift, with the samples reflected at both ends.
struct Framing: Sendable, Equatable {
    /// Samples in a frame, L.
    let length: Int
    /// Samples from one frame's start to the next's, S.
    let shift: Int
    let snipsEdges: Bool

    init(_ options: FrameOptions, sampleRate: Int) {
        length = options.length(sampleRate: sampleRate)
        shift = options.shift(sampleRate: sampleRate)
        snipsEdges = options.snipsEdges
    }

    /// The first sample of a frame; below 0 at the start of reflected samples.
    func start(of frame: Int) -> Int {
        snipsEdges ? frame * shift : frame * shift + shift / 2 - length / 2
    }

    /// The number of frames that `samples` samples make.
    ///
    /// - Parameters:
    ///   - isComplete: whether these are all samples. If not, only the frames that no later sample can change count.
    func frameCount(samples: Int, isComplete: Bool) -> Int {
        if isComplete && !snipsEdges { return (samples + shift / 2) / shift }
        // Frame f is complete once start(of: f) + length samples are there.
        let room = samples - length - start(of: 0)
        return room < 0 ? 0 : 1 + room / shift
    }

    /// The earliest sample that frame `frame` or a later one can need, reflections included.
    func firstSampleNeeded(from frame: Int) -> Int {
        max(0, snipsEdges ? start(of: frame) : start(of: frame) - length)
    }

    /// The sample in 0 ..< `count` that stands for one outside: −1 → 0, −2 → 1, count → count − 1, …
    static func reflect(_ index: Int, count: Int) -> Int {
        var index = index
        while !(0..<count).contains(index) {
            index = index < 0 ? -index - 1 : 2 * count - 1 - index
        }
        return index
    }
}
