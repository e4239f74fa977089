// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "asr",
    products: [
        .executable(name: "asr", targets: ["asr"]),
        .library(name: "Signal", targets: ["Signal"]),
        .library(name: "Recurrent", targets: ["Recurrent"]),
        .library(name: "CTC", targets: ["CTC"]),
        .library(name: "LanguageModel", targets: ["LanguageModel"]),
        .library(name: "Recognition", targets: ["Recognition"]),
        .library(name: "Training", targets: ["Training"]),
        .library(name: "Plotting", targets: ["Plotting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // C, fenced: a library's module map, or our own kernels. Each is imported by one module only.
        .systemLibrary(name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "CFFTW", pkgConfig: "fftw3f", providers: [.apt(["libfftw3-dev"])]),
        .systemLibrary(name: "CSoxr", pkgConfig: "soxr", providers: [.apt(["libsoxr-dev"])]),
        .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .target(name: "CKernels"),

        // The corridor: audio → features → log-probabilities → text.
        .target(name: "Safetensors"),
        .target(name: "Signal", dependencies: ["CSndfile", "CFFTW", "CSoxr"]),
        .target(name: "Recurrent", dependencies: ["Safetensors", "COneDNN", "CKernels", "CMalloc"]),
        .target(name: "CTC"),
        .target(name: "LanguageModel", dependencies: ["Recurrent", "Safetensors", "CZlib"]),
        .target(name: "Recognition", dependencies: ["Signal", "Recurrent", "CTC", "LanguageModel", "Safetensors"]),
        .target(
            name: "Training",
            dependencies: ["Recognition", "Signal", "Recurrent", "CTC", "LanguageModel", "Safetensors"]),
        .target(name: "Plotting", dependencies: ["CCairo"]),
        .executableTarget(
            name: "asr",
            dependencies: [
                "LanguageModel", "Recurrent", "Recognition", "Training", "Plotting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .testTarget(name: "SafetensorsTests", dependencies: ["Safetensors"], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "SignalTests", dependencies: ["Signal", "Safetensors"], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "RecurrentTests", dependencies: ["Recurrent", "Safetensors", "CKernels", "BaselineKernels"],
            resources: [.copy("Fixtures")]),
        .target(
            name: "BaselineKernels", path: "Tests/BaselineKernels",
            cSettings: [.headerSearchPath("../../Sources/CKernels"), .headerSearchPath("../../Sources/CKernels/include")]),
        .testTarget(name: "PlottingTests", dependencies: ["Plotting"]),
        .testTarget(name: "CTCTests", dependencies: ["CTC", "Safetensors"], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "LanguageModelTests", dependencies: ["LanguageModel", "Recurrent"], resources: [.copy("Fixtures")]),
        .testTarget(name: "RecognitionTests", dependencies: ["Recognition", "LanguageModel"]),
        .testTarget(name: "TrainingTests", dependencies: ["Training", "LanguageModel", "asr"], resources: [.copy("Fixtures")]),
        .testTarget(name: "CommandLineTests", dependencies: ["asr", "CTC", "LanguageModel", "Recognition", "Safetensors", "Training"]),
    ]
)
