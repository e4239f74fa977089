/// Why a picture was not made, and what to do about it.
public enum PlotError: Error, Equatable, CustomStringConvertible {
    /// The width or height, in points, is one that nothing readable fits in or that Cairo cannot hold.
    case impossibleSize(width: Int, height: Int, minimumWidth: Int, minimumHeight: Int)
    /// A heat map's values do not divide into frames of its dimension.
    case raggedHeatMap(title: String, values: Int, dimension: Int)
    /// A sampling rate or a hop is not a positive number.
    case impossibleTime(what: String, value: Double)
    /// Cairo refused to draw.
    case drawing(reason: String)
    /// The picture could not be written.
    case unwritable(path: String, reason: String)

    public var description: String {
        switch self {
        case .impossibleSize(let width, let height, let minimumWidth, let minimumHeight):
            "a picture of \(width) × \(height) points cannot be drawn: ask for \(minimumWidth)…\(Canvas.largestSide) "
                + "in width and \(minimumHeight)…\(Canvas.largestSide) in height"
        case .raggedHeatMap(let title, let values, let dimension):
            "heat map '\(title)': \(values) values are not whole frames of \(dimension); check its dimension"
        case .impossibleTime(let what, let value):
            "\(what) is \(value): give a positive number"
        case .drawing(let reason):
            "cannot draw: \(reason)"
        case .unwritable(let path, let reason):
            "cannot write \(path): \(reason)"
        }
    }
}
