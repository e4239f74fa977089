/// Deltas and normalisation of static frames that come block by block: the second half of the front end.
struct FeatureFinisher: Sendable {
    private var deltas: DeltaStream
    private var normalization: CepstralNormalization

    init(_ options: FrontEndOptions) {
        deltas = DeltaStream(Deltas(options.deltas), dimension: options.staticDimension)
        normalization = CepstralNormalization(options.normalization, dimension: options.dimension)
    }

    /// Takes the next static frames and returns the features that are complete.
    mutating func append(_ frames: consuming Features) -> Features {
        normalization.append(deltas.append(frames))
    }

    /// Takes the last static frames and returns the features that the end completes; what follows is another utterance.
    mutating func finish(_ frames: consuming Features) -> Features {
        var features = append(frames)
        features.append(normalization.append(deltas.finish()))
        features.append(normalization.finish())
        return features
    }
}
