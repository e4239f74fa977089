/// Makes items ahead of their use, in order, on other threads: while a batch is trained on, the next ones are loaded.
struct Lookahead<Item: Sendable> {
    private var pending: [Task<Item, Never>] = []
    private var waiting: Range<Int>
    private let make: @Sendable (Int) -> Item

    /// - Parameters:
    ///   - range: what is made, in order.
    ///   - depth: items that are made or ready before they are asked for.
    init(_ range: Range<Int>, depth: Int = 3, make: @escaping @Sendable (Int) -> Item) {
        waiting = range
        self.make = make
        for _ in 0..<depth { start() }
    }

    /// The next item, or nil at the end.
    mutating func next() async -> Item? {
        guard !pending.isEmpty else { return nil }
        let first = pending.removeFirst()
        start()
        return await first.value
    }

    private mutating func start() {
        guard let index = waiting.first else { return }
        waiting.removeFirst()
        let make = make
        pending.append(Task.detached { make(index) })
    }
}
