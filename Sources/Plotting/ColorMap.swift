/// Colours for the numbers from 0 to 1, evenly spaced to the eye: equal steps look equally large.
///
/// "Viridis" by S. van der Walt and N. Smith (2015, CC0): ten of its points, straight lines between them.
enum ColorMap {
    private static let points: [Color] = [
        0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6dcd59, 0xb4de2c, 0xfde725,
    ].map(Color.init(hex:))

    /// The colour of `value`, which is held to 0…1.
    static func color(_ value: Double) -> Color {
        let position = min(max(value, 0), 1) * Double(points.count - 1)
        let index = min(Int(position), points.count - 2)
        let (low, high, weight) = (points[index], points[index + 1], position - Double(index))
        return Color(
            red: low.red + weight * (high.red - low.red),
            green: low.green + weight * (high.green - low.green),
            blue: low.blue + weight * (high.blue - low.blue))
    }

    /// What stands for a value that is not a number.
    static let missing = Color.white
}
