import Foundation

/// What the front end makes of a clip: its waveform, and below it feature matrices over the same time axis.
///
///     let picture = FeaturePicture(
///         title: "clip.wav", samples: samples, sampleRate: 16_000,
///         heatMaps: [.init(title: "log mel filterbank", values: frames, dimension: 40, hop: 0.01)])
///     try picture.write(png: "clip.png")
public struct FeaturePicture: Sendable {
    /// A matrix of T frames × D features as coloured cells, feature 0 at the bottom.
    public struct HeatMap: Sendable {
        public var title: String
        /// T × D values, row-major: one frame after the other. Values that are not finite are left white.
        public var values: [Float]
        /// D, the number of features of a frame.
        public var dimension: Int
        /// The time from a frame to the next, in seconds.
        public var hop: Double
        /// What the vertical axis counts.
        public var label: String

        public init(title: String, values: [Float], dimension: Int, hop: Double, label: String = "index") {
            (self.title, self.values, self.dimension) = (title, values, dimension)
            (self.hop, self.label) = (hop, label)
        }

        /// T, the number of frames.
        var frames: Int { values.count / dimension }
    }

    public var title: String
    /// The waveform, in any scale.
    public var samples: [Float]
    /// Samples a second.
    public var sampleRate: Double
    public var heatMaps: [HeatMap]

    public init(title: String, samples: [Float], sampleRate: Double, heatMaps: [HeatMap]) {
        (self.title, self.samples, self.sampleRate, self.heatMaps) = (title, samples, sampleRate, heatMaps)
    }

    /// Writes the picture as a PNG of twice `width × height` pixels.
    ///
    /// - Parameters:
    ///   - width: points, two pixels each; so is `height`. A quarter of the height is the waveform's, if there is one
    ///     heat map, and less with more.
    /// - Throws: ``PlotError`` if a heat map is ragged, a rate, hop or size is impossible or the file cannot be written.
    public func write(png path: String, width: Int = 1000, height: Int = 720) throws(PlotError) {
        guard sampleRate > 0, sampleRate.isFinite else {
            throw .impossibleTime(what: "the sampling rate of '\(title)'", value: sampleRate)
        }
        for map in heatMaps {
            guard map.dimension > 0, map.values.count.isMultiple(of: map.dimension) else {
                throw .raggedHeatMap(title: map.title, values: map.values.count, dimension: map.dimension)
            }
            guard map.hop > 0, map.hop.isFinite else {
                throw .impossibleTime(what: "the hop of heat map '\(map.title)'", value: map.hop)
            }
        }
        let minimum = (width: 320, height: 160 + 120 * heatMaps.count)
        let canvas = try Canvas(width: width, height: height, minimum: minimum)
        FeatureLayout(self, width: Double(width), height: Double(height)).draw(on: canvas)
        try canvas.write(png: path)
    }
}
