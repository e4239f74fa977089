import Recognition

extension Recognizer {
    /// Transcribes utterances on all cores and compares them with their texts.
    ///
    /// - Parameter stop: looked at before each utterance; once it is true the rest is left out.
    /// - Returns: the report and, by name, the utterances that cannot be read, which it leaves out.
    public func score(
        _ utterances: [Utterance], stop: @Sendable () -> Bool = { false }
    ) -> (report: ScoreReport, refusals: [Refusal]) {
        let results = utterances.concurrentMap { utterance -> Result<ScoreReport.Utterance, Refusal>? in
            if stop() { return nil }
            return Result { () throws(Refusal) in
                do {
                    let reader = try utterance.reader(sampleRate: model.configuration.frontEnd.sampleRate)
                    return ScoreReport.Utterance(
                        id: utterance.id, reference: utterance.text, hypothesis: try transcribe(reader).text)
                } catch {
                    throw Refusal(utterance: utterance.id, reason: "\(error)")
                }
            }
        }
        var read: [ScoreReport.Utterance] = []
        var refusals: [Refusal] = []
        for result in results {
            switch result {
            case .success(let utterance): read.append(utterance)
            case .failure(let refusal): refusals.append(refusal)
            case nil: break
            }
        }
        return (ScoreReport(read), refusals)
    }
}
