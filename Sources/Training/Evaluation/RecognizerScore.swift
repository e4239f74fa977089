import Dispatch
import Recognition
import Synchronization

extension Recognizer {
    /// Transcribes utterances on all cores and compares them with their texts.
    ///
    /// - Parameter stop: looked at before each utterance; once it is true the rest is left out.
    /// - Returns: the report and, by name, the utterances that cannot be read, which it leaves out.
    public func score(
        _ utterances: [Utterance], stop: @Sendable () -> Bool = { false }
    ) -> (report: ScoreReport, refusals: [Refusal]) {
        let results = Mutex([Result<ScoreReport.Utterance, Refusal>?](repeating: nil, count: utterances.count))
        DispatchQueue.concurrentPerform(iterations: utterances.count) { index in
            if stop() { return }
            let utterance = utterances[index]
            let result = Result { () throws(Refusal) in
                do {
                    return ScoreReport.Utterance(
                        id: utterance.id, reference: utterance.text,
                        hypothesis: try transcribe(
                            utterance.reader(sampleRate: model.configuration.frontEnd.sampleRate)
                        ).text)
                } catch {
                    throw Refusal(utterance: utterance.id, reason: "\(error)")
                }
            }
            results.withLock { $0[index] = result }
        }
        var read: [ScoreReport.Utterance] = []
        var refusals: [Refusal] = []
        for result in results.withLock({ $0 }) {
            switch result {
            case .success(let utterance): read.append(utterance)
            case .failure(let refusal): refusals.append(refusal)
            case nil: break
            }
        }
        return (ScoreReport(read), refusals)
    }
}
