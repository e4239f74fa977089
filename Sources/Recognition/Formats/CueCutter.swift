/// Cuts words into pieces that fit into a cue, and these into lines.
struct CueCutter {
    let options: CueOptions
    /// Stands before the first word of each.
    let label: String?

    /// Cuts words without a long pause among them into pieces that fit: few, alike in length, and rather where the speaker
    /// hesitates.
    ///
    /// - Complexity: O(n) pieces of bounded length are looked at.
    func pieces(of words: [Transcript.Word]) -> [[Transcript.Word]] {
        /// For each number of words the cheapest way to cut them, told by where its last piece begins.
        var best = [(cost: 0.0, start: 0)]
        for end in 1...words.count {
            var choice = (cost: Double.infinity, start: end - 1)
            for start in stride(from: end - 1, through: 0, by: -1) {
                let piece = words[start..<end]
                guard piece.count == 1 || fits(piece) else { break }
                let hesitation = start > 0 ? words[start].start - words[start - 1].end : 0
                let cost = best[start].cost + cost(piece, hesitation: hesitation)
                if cost < choice.cost { choice = (cost, start) }
            }
            best.append(choice)
        }
        var pieces: [[Transcript.Word]] = []
        var end = words.count
        while end > 0 {
            pieces.append(Array(words[best[end].start..<end]))
            end = best[end].start
        }
        return pieces.reversed()
    }

    /// The text in one line, or in two that are as alike as can be; of two such ways the one with the longer second line.
    func layout(_ words: [Transcript.Word]) -> [String] {
        var texts = words.map(\.word)
        if let label { texts[0] = "\(label) \(texts[0])" }
        let whole = texts.joined(separator: " ")
        guard whole.count > options.lineLength, texts.count > 1 else { return [whole] }
        let lengths = texts.map(\.count)
        let total = whole.count
        var first = -1
        var choice = (width: Int.max, count: 0)
        for count in 1..<texts.count {
            first += lengths[count - 1] + 1
            let width = max(first, total - first - 1)
            if width < choice.width { choice = (width, count) }
        }
        return [texts[..<choice.count], texts[choice.count...]].map { $0.joined(separator: " ") }
    }

    private func fits(_ words: ArraySlice<Transcript.Word>) -> Bool {
        guard let first = words.first, let last = words.last else { return true }
        return last.end - first.start <= options.maximumDuration
            && layout(Array(words)).allSatisfy { $0.count <= options.lineLength }
    }

    /// 2 for each piece, up to 1 for how full it is, and up to 0.9 less for a hesitation before it: a hesitation moves a
    /// cut and does not make one.
    private func cost(_ words: ArraySlice<Transcript.Word>, hesitation: Double) -> Double {
        let fill = Double(words.text.count) / Double(2 * options.lineLength)
        return 2 + fill * fill - 0.9 * min(1, max(0, hesitation) / options.pause)
    }
}
