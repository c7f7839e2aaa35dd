// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6)]

/// A library target of this package; arrows between them run downwards only (TidyTests holds the table).
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ subject: String, _ more: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: subject + "Tests", dependencies: [.init(stringLiteral: subject)] + more, swiftSettings: strict)
}

/// The fuzz targets are tests, so that what ships knows nothing of them. With JOURNEY_FUZZ in the environment, as `make fuzz` sets it,
/// they are a program that libFuzzer drives instead.
let fuzzing: Target = {
    let path = "Tests/JourneyFuzzTests"
    let subjects: [Target.Dependency] = [
        "JourneyRuntime", "JourneyStore", "JourneyChannels", "JourneyEngine", "JourneyCompiler", "JourneyLanguage", "JourneyModel",
    ]
    guard Context.environment["JOURNEY_FUZZ"] != nil else {
        return .testTarget(
            name: "JourneyFuzzTests", dependencies: subjects, path: path, exclude: ["LibFuzzer"], swiftSettings: strict)
    }
    return .executableTarget(
        name: "journey-fuzz", dependencies: subjects, path: path, exclude: ["FuzzTests.swift", "LimitTests.swift", "MaliceTests.swift", "StoredSeeds.swift"], swiftSettings: strict)
}()

/// What `make faults` builds apart, optimised: no other test is needed for it.
let isForStorageFaultsOnly = Context.environment["JOURNEY_FAULTS_ONLY"] != nil

let package = Package(
    name: "journey",
    products: [
        .executable(name: "journey", targets: ["journey"]),
        .executable(name: "journey-bench", targets: ["journey-bench"]),
        .executable(name: "journey-simulate-faults", targets: ["journey-simulate-faults"]),
    ],
    traits: [
        .trait(name: "FaultInjection", description: "About twenty planted bugs, of which one may be chosen: the simulation must find each.")
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        library("JourneyModel", []),
        library("JourneyLanguage", ["JourneyModel"]),
        library("JourneyCompiler", ["JourneyLanguage", "JourneyModel"]),
        library("JourneyEngine", ["JourneyCompiler", "JourneyModel"]),
        library("JourneyStore", ["CSQLite", "JourneyModel"]),
        .target(name: "CCURL", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
        library("JourneyChannels", ["CCURL", "JourneyModel"]),
        library("JourneyRuntime", ["JourneyStore", "JourneyChannels", "JourneyEngine", "JourneyCompiler", "JourneyModel"]),
        library("JourneySimulator", ["JourneyRuntime", "JourneyStore", "JourneyChannels", "JourneyEngine", "JourneyModel"]),
        library(
            "JourneyFaults",
            [
                "JourneySimulator", "JourneyRuntime", "JourneyStore", "JourneyChannels", "JourneyEngine", "JourneyCompiler", "JourneyLanguage",
                "JourneyLibrary", "JourneyModel",
            ]),
        library("JourneyReports", ["JourneyModel"]),
        library("JourneyLibrary", []),
        .executableTarget(
            name: "journey",
            dependencies: [
                "JourneySimulator", "JourneyReports", "JourneyLibrary", "JourneyRuntime", "JourneyStore", "JourneyChannels",
                "JourneyEngine", "JourneyCompiler", "JourneyLanguage", "JourneyModel",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "journey-bench",
            dependencies: [
                "CSQLite", "JourneySimulator", "JourneyRuntime", "JourneyStore", "JourneyChannels", "JourneyEngine",
                "JourneyCompiler", "JourneyLanguage", "JourneyModel",
            ],
            swiftSettings: strict),
        .executableTarget(name: "journey-simulate-faults", dependencies: ["JourneyFaults", "JourneyModel"], swiftSettings: strict),
        tests("JourneyModel"),
        tests("JourneyLanguage"),
        tests("JourneyCompiler"),
        tests("JourneyEngine"),
        tests("JourneyStore"),
        tests("JourneyChannels", ["JourneyRuntime", "JourneyStore"]),
        tests("JourneyRuntime", ["JourneyFaults", "JourneySimulator"]),
        tests("JourneyFaults"),
        tests("JourneyReports"),
        tests("JourneyLibrary"),
        fuzzing,
        .target(name: "CFaultVFS", dependencies: ["CSQLite"], path: "Tests/CFaultVFS"),
        .testTarget(
            name: "StorageFaultTests",
            dependencies: [
                "CFaultVFS", "JourneyRuntime", "JourneyStore", "JourneyEngine", "JourneyCompiler", "JourneyLanguage", "JourneyModel",
            ],
            swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        .testTarget(name: "JourneyBenchTests", dependencies: ["journey-bench"], swiftSettings: strict),
        .testTarget(name: "JourneyCommandTests", dependencies: ["journey"], swiftSettings: strict),
    ]
)

if isForStorageFaultsOnly { package.targets.removeAll { $0.type == .test && $0.name != "StorageFaultTests" } }
