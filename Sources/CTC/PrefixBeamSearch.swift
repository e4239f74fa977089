/// Prefix beam search: the most probable label sequences, each with the probabilities of all its paths in the beam.
///
/// For every prefix the probabilities of its paths that end in a blank and of those that do not are kept apart, which
/// tells a repeated label from a lasting one.
///
/// Hannun, Maas, Jurafsky, Ng: "First-pass large vocabulary continuous speech recognition using bi-directional recurrent
/// DNNs", 2014, algorithm 1. What weighs words, such as a language model, is given as ``LabelScorer``s.
public struct PrefixBeamSearch: Sendable {
    /// How wide to search.
    public struct Options: Sendable {
        /// The prefixes kept after each frame. Default 300: with models/en and its language model 150 have 0.3 points
        /// more word error on dev speech and 600 have 0.15 less; without one a wider beam than 32 changes hardly a word.
        public var beamWidth: Int
        /// A label extends prefixes in a frame only if its log-probability is at most this much below that of the
        /// frame's best label; in nats, negative. Default −5, as pyctcdecode's `token_min_logp`: frames are mostly
        /// certain, and this leaves one or two labels to try.
        public var labelMinimum: Float
        /// A prefix is dropped if its score is this much below the best prefix's; in nats, negative. Default −14: with
        /// −10, as pyctcdecode's `beam_prune_logp`, a word that pays at its end is lost to those that have not paid yet.
        public var pruneThreshold: Float
        /// What is added to each label's log-probability in every frame, in nats, for the search to weigh labels otherwise
        /// than the network; empty, the default, for nothing. `Hypothesis.logProbability` counts it.
        public var labelOffsets: [Float]
        /// What is added where a label follows another in a prefix, in nats, K×K by the label before and the label. The word
        /// separator stands before the first and, in the end, behind the last; without one the blank stands before the
        /// first. Empty, the default, for nothing. `Hypothesis.logProbability` counts it.
        public var pairOffsets: [Float]
        /// The label that stands between two words: a run of it, also over blanks, counts as one, and it counts for
        /// nothing at the beginning and at the end, as in the text that labels spell. Default none. Otherwise prefixes
        /// that spell the same text would share its probability and its places in the beam.
        public var wordSeparator: Int?
        /// The hypotheses that `decode` returns at most. Default 1: then prefixes whose future is the same to all scorers,
        /// such as those with the same last words, are as one in the beam, which makes it the wider.
        public var nbest: Int
        /// What weighs prefixes beside their log-probability. Default none.
        public var scorers: [any LabelScorer]

        public init(
            beamWidth: Int = 300, labelMinimum: Float = -5, pruneThreshold: Float = -14, labelOffsets: [Float] = [],
            pairOffsets: [Float] = [], wordSeparator: Int? = nil, nbest: Int = 1, scorers: [any LabelScorer] = []
        ) {
            self.beamWidth = beamWidth
            self.labelMinimum = labelMinimum
            self.pruneThreshold = pruneThreshold
            self.labelOffsets = labelOffsets
            self.pairOffsets = pairOffsets
            self.wordSeparator = wordSeparator
            self.nbest = nbest
            self.scorers = scorers
        }
    }

    public var options: Options

    /// The beam width and the number of hypotheses must be positive.
    public init(options: Options = Options()) { self.options = options }

    /// Returns the best readings of an utterance, the best first; always at least one.
    ///
    /// - Complexity: O(T · (K + beam width · labels tried)).
    public func decode(_ logProbabilities: LogProbabilities) -> [Hypothesis] {
        var state = State(options: options)
        state.advance(logProbabilities)
        return state.hypotheses(options.nbest)
    }
}
