import Foundation
import Plotting
import Testing

@Suite struct FeaturePictureTests {
    private let samples = (0..<8000).map { sin(Float($0) * 0.3) * Float($0) / 8000 }

    private func picture(_ values: [Float], dimension: Int, hop: Double = 0.01) -> FeaturePicture {
        FeaturePicture(
            title: "clip.wav", samples: samples, sampleRate: 16_000,
            heatMaps: [.init(title: "filterbank", values: values, dimension: dimension, hop: hop)])
    }

    @Test func pictureHasTwoPixelsAPoint() throws {
        try withPicture { path in
            try picture((0..<200).map(Float.init), dimension: 4).write(png: path, width: 500, height: 400)
            let file = try PNGFile(path: path)
            #expect(file.width == 1000)
            #expect(file.height == 800)
        }
    }

    @Test func valuesShowInThePicture() throws {
        let ramp = (0..<200).map(Float.init)
        let rising = try png { try picture(ramp, dimension: 4).write(png: $0) }
        let falling = try png { try picture(ramp.reversed(), dimension: 4).write(png: $0) }
        #expect(rising != falling)
    }

    @Test func unusualDataIsDrawn() throws {
        let unusual: [([Float], Int)] = [
            ([], 40), ([.nan, .infinity, 1, 2], 2), ([7, 7, 7, 7], 2), ([1], 1),
            ([Float](repeating: 0.5, count: 40_000), 1),
        ]
        for (values, dimension) in unusual {
            #expect(try !png { try picture(values, dimension: dimension).write(png: $0) }.isEmpty)
        }
        let silent = FeaturePicture(title: "", samples: [], sampleRate: 8000, heatMaps: [])
        #expect(try !png { try silent.write(png: $0) }.isEmpty)
    }

    @Test(arguments: [0, -1, 3])
    func aRaggedHeatMapIsAnError(dimension: Int) {
        #expect(throws: PlotError.raggedHeatMap(title: "filterbank", values: 4, dimension: dimension)) {
            try picture([1, 2, 3, 4], dimension: dimension).write(png: "/tmp/never.png")
        }
    }

    @Test(arguments: [0, -0.01, Double.infinity])
    func aHopThatIsNotPositiveIsAnError(hop: Double) {
        #expect(throws: PlotError.impossibleTime(what: "the hop of heat map 'filterbank'", value: hop)) {
            try picture([1, 2, 3, 4], dimension: 2, hop: hop).write(png: "/tmp/never.png")
        }
    }
}
