import Recognition
import Signal

extension CorpusStatistics {
    /// Measures the features of a corpus, on at most `limit` utterances spread evenly over it; those that cannot be
    /// read are passed over, since training names them.
    static func measured(
        over utterances: [Utterance], frontEnd options: FrontEndOptions, cache: AudioCache, limit: Int = 600
    ) throws(FeatureError) -> CorpusStatistics {
        var options = options
        options.normalization = .none
        let frontEnd = try FrontEnd(options)
        var statistics = CepstralStatistics(dimension: frontEnd.dimension)
        for index in stride(from: 0, to: utterances.count, by: max(1, (utterances.count + limit - 1) / limit)) {
            guard let samples = try? cache.samples(of: utterances[index]) else { continue }
            statistics.add(frontEnd.features(of: samples))
        }
        return statistics.corpus
    }
}
