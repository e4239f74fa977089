// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "asr", path: "..")],
    targets: [
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                .product(name: "Signal", package: "asr"),
                .product(name: "Recurrent", package: "asr"),
                .product(name: "CTC", package: "asr"),
                .product(name: "Recognition", package: "asr"),
            ])
    ]
)
