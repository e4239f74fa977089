// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "asr", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .systemLibrary(name: "CDNNL", providers: [.apt(["libdnnl-dev"])]),
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "CDNNL",
                .product(name: "Signal", package: "asr"),
                .product(name: "Recurrent", package: "asr"),
                .product(name: "CTC", package: "asr"),
                .product(name: "LanguageModel", package: "asr"),
                .product(name: "Recognition", package: "asr"),
                .product(name: "Training", package: "asr"),
                .product(name: "Plotting", package: "asr"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ]
)
