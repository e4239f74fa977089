/// The time that some work took.
struct Spent: Encodable {
    /// On the wall, s.
    let wall: Double
    /// Of all its threads on the processor, s: what other processes' load hardly changes.
    let cpu: Double
}
