import Foundation

/// Line charts one above the other in one picture, their plots aligned: the loss above, the error rates below.
public struct Chart: Sendable {
    public var panels: [LineChart]

    public init(panels: [LineChart]) {
        self.panels = panels
    }

    /// The least size in points of a panel in which its parts do not overlap.
    static let minimumPanel = (width: 240, height: 160)

    /// Writes the panels as a PNG of twice `width × height` pixels, each with an equal share of the height.
    ///
    /// - Parameters:
    ///   - width: points, two pixels each; so is `height`.
    /// - Throws: ``PlotError`` if the size is impossible or the file cannot be written.
    public func write(png path: String, width: Int = 900, height: Int = 800) throws(PlotError) {
        let minimum = (Self.minimumPanel.width, Self.minimumPanel.height * max(panels.count, 1))
        let canvas = try Canvas(width: width, height: height, minimum: minimum)
        let panelHeight = Double(height) / Double(max(panels.count, 1))
        let layouts = panels.enumerated().map { index, panel in
            PanelLayout(
                panel, in: CGRect(x: 0, y: Double(index) * panelHeight, width: Double(width), height: panelHeight),
                on: canvas)
        }
        let left = layouts.map(\.leftMargin).max() ?? 0
        for layout in layouts { layout.draw(on: canvas, leftMargin: left) }
        try canvas.write(png: path)
    }
}
