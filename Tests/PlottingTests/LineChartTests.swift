import Foundation
import Plotting
import Testing

@Suite struct LineChartTests {
    private func chart(_ points: [(Double, Double)], isLogarithmic: Bool = false) -> LineChart {
        LineChart(
            title: "Training", xLabel: "step", yLabel: "loss", series: [.init("train", points: points)],
            isLogarithmic: isLogarithmic)
    }

    @Test func pictureHasTwoPixelsAPoint() throws {
        try withPicture { path in
            try chart([(0, 3), (1, 2), (2, 1)]).write(png: path, width: 400, height: 300)
            let picture = try PNGFile(path: path)
            #expect(picture.width == 800)
            #expect(picture.height == 600)
        }
    }

    @Test func panelsAreStackedInOnePicture() throws {
        try withPicture { path in
            try Chart(panels: [chart([(0, 3), (1, 2)]), chart([(0, 90), (1, 20)])]).write(
                png: path, width: 400, height: 700)
            #expect(try PNGFile(path: path).height == 1400)
        }
    }

    @Test func theSameChartGivesTheSameBytesAndAnotherDoesNot() throws {
        let first = try png { try chart([(0, 3), (1, 2), (2, 1)]).write(png: $0) }
        let again = try png { try chart([(0, 3), (1, 2), (2, 1)]).write(png: $0) }
        let other = try png { try chart([(0, 3), (1, 1.5), (2, 1)]).write(png: $0) }
        #expect(first == again)
        #expect(first != other)
    }

    @Test func aChartWithoutPointsIsDrawn() throws {
        let empty = try png { try chart([]).write(png: $0) }
        let onlyUnusable = try png { try chart([(0, .nan), (.infinity, 2)]).write(png: $0) }
        #expect(empty == onlyUnusable)
        #expect(try !png { try Chart(panels: []).write(png: $0) }.isEmpty)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func unusablePointsAtTheEndsAreLeftOut(value: Double) throws {
        let clean = try png { try chart([(1, 3), (2, 2), (3, 1)]).write(png: $0) }
        let dirty = try png { try chart([(0, value), (1, 3), (2, 2), (3, 1), (4, value)]).write(png: $0) }
        #expect(clean == dirty)
    }

    @Test func anUnusablePointBreaksTheLine() throws {
        let whole = try png { try chart([(0, 3), (1, 2), (3, 2), (4, 1)]).write(png: $0) }
        let broken = try png { try chart([(0, 3), (1, 2), (2, .nan), (3, 2), (4, 1)]).write(png: $0) }
        #expect(whole != broken)
    }

    @Test func aLogarithmicAxisLeavesOutWhatIsNotPositive() throws {
        let clean = try png { try chart([(1, 100), (2, 1)], isLogarithmic: true).write(png: $0) }
        let dirty = try png { try chart([(0, 0), (1, 100), (2, 1), (3, -4)], isLogarithmic: true).write(png: $0) }
        #expect(clean == dirty)
    }

    @Test(arguments: [false, true])
    func extremeValuesAreDrawn(isLogarithmic: Bool) throws {
        let extremes: [[(Double, Double)]] = [
            [(0, 5)], [(0, 5), (0, 5)], [(0, 1e-200), (1, 1e200)], [(0, .greatestFiniteMagnitude), (1, 1)],
            [(1e15, 1), (1e15 + 1, 1 + 1e-12)], [(0, .leastNonzeroMagnitude), (1, 1)],
            [(-1e299, -1e299), (1e299, 1e299)],
        ]
        for points in extremes {
            #expect(try !png { try chart(points, isLogarithmic: isLogarithmic).write(png: $0) }.isEmpty)
        }
    }

    @Test func aPathThatCannotBeWrittenIsAnError() throws {
        let path = "/nonexistent-folder/loss.png"
        let reason = "there is no folder /nonexistent-folder; create it first"
        #expect(throws: PlotError.unwritable(path: path, reason: reason)) { try chart([(0, 1)]).write(png: path) }
    }

    @Test(arguments: [(10, 300), (400, 10), (100_000, 300), (-1, -1)])
    func anImpossibleSizeIsAnError(width: Int, height: Int) {
        #expect(throws: PlotError.impossibleSize(width: width, height: height, minimumWidth: 240, minimumHeight: 160)) {
            try chart([(0, 1)]).write(png: "/tmp/never.png", width: width, height: height)
        }
    }
}
