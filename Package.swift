// swift-tools-version: 6.2
import PackageDescription

/// Set by `make fuzz` alone: the fuzz targets are there, and our code is built for libFuzzer and the address sanitizer.
let isFuzzing = Context.environment["GIAONHAN_FUZZ"] != nil

// One strict setting for every Swift target of ours; said once, here.
let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ] + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : [])

/// A layer's target: imports point downwards only, and the build refuses an import that is not declared here.
func layer(
    _ name: String, uses: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: uses, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, uses: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: uses, resources: resources, swiftSettings: strict)
}

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")

let package = Package(
    name: "giaonhan",
    products: [.executable(name: "giaonhan", targets: ["giaonhan"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Layer 0: C libraries from apt, and what of the system's and of SQLite's calls Swift cannot spell.
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .target(name: "CFileCalls"),
        .target(name: "CProcessCalls"),
        .target(name: "CSheetCalls"),
        .target(name: "CSQLiteCalls", linkerSettings: [.linkedLibrary("sqlite3")]),

        // Layer 1: values, and one door to each part of the outside world.
        layer("Contributions"),
        layer("XMLReading", uses: ["CLibXML2"]),
        layer("ZipReading", uses: ["CZlib"]),
        layer("SheetWriting", uses: ["CSheetCalls", "CXlsxWriter"]),
        layer("Spooling", uses: ["CFileCalls", "Contributions"]),

        // Layer 2: what the papers say, as pure functions and protocols.
        layer(
            "ExchangeFormat", uses: ["Contributions", "XMLReading"],
            resources: ["DANH_SACH_THU", "DANH_MUC", "DIEU_CHINH", "BANG_KE_NOP", "SAO_KE"].map { .embedInCode("Schemas/\($0).xsd") }),
        layer("Rulebook", uses: ["Contributions", "ExchangeFormat"]),
        layer("LedgerCore", uses: ["Contributions"]),
        layer("Answers", uses: ["Contributions", "Rulebook", "LedgerCore", "SheetWriting"]),
        layer("SampleBatches", uses: ["Contributions"]),

        // Between: partners' bytes become records in a process that can do nothing else.
        layer(
            "ConfinedReading", uses: ["Contributions", "XMLReading", "ZipReading", "ExchangeFormat", "CSeccomp", "CProcessCalls"]),

        // Layer 3: the ledger on SQLite, the eight steps, and the ground below both.
        layer("LedgerSQLite", uses: ["LedgerCore", "Contributions", "CSQLiteCalls", grdb, sqlite, crypto]),
        layer(
            "ExchangePipeline",
            uses: [
                "Contributions", "XMLReading", "ZipReading", "ConfinedReading", "SheetWriting", "Spooling", "ExchangeFormat", "Rulebook",
                "Answers", "LedgerCore", log, lifecycle, crypto,
            ]),
        layer("Diagnosis", uses: ["Contributions", "Spooling", "LedgerCore"]),

        // Layer 4 and 5: ready objects, and one file a command.
        layer(
            "Assembly",
            uses: [
                "Contributions", "XMLReading", "ZipReading", "ConfinedReading", "SheetWriting", "Spooling", "LedgerCore", "LedgerSQLite",
                "ExchangePipeline", "Diagnosis", log, lifecycle,
            ]),
        .executableTarget(
            name: "giaonhan",
            dependencies: [
                "Assembly", "Contributions", "Spooling", "ExchangeFormat", "ConfinedReading", "Rulebook", "Answers", "LedgerCore",
                "LedgerSQLite",
                "ExchangePipeline", "Diagnosis", "SampleBatches", "ZipReading", log, lifecycle, signals, arguments, configuration,
            ],
            swiftSettings: strict),

        // For tests only: a reader that confines itself as the real one does and then misbehaves on command; SQLite's part of a disk that
        // fails; and fakes and builders that every test target shares.
        .executableTarget(
            name: "reader-probe", dependencies: ["ConfinedReading", "Contributions", "ExchangeFormat"], swiftSettings: strict),
        .target(name: "CRecordedVFS", linkerSettings: [.linkedLibrary("sqlite3")]),
        layer("FormatOracle", uses: ["CLibXML2", "Contributions", "XMLReading", "ExchangeFormat"]),
        layer("ExchangeTesting", uses: ["Contributions", "ExchangeFormat", "Rulebook", "LedgerCore", "Spooling", "CRecordedVFS"]),

        tests("ContributionsTests", uses: ["Contributions"]),
        tests("XMLReadingTests", uses: ["XMLReading"]),
        tests("ZipReadingTests", uses: ["ZipReading"]),
        tests("SheetWritingTests", uses: ["SheetWriting"]),
        tests("SpoolingTests", uses: ["Spooling", "Contributions", "Diagnosis", "LedgerCore", "ExchangeTesting"]),
        tests("ExchangeFormatTests", uses: ["ExchangeFormat", "XMLReading", "Contributions", "FormatOracle", "ExchangeTesting"]),
        tests("RulebookTests", uses: ["Rulebook", "ExchangeFormat", "Contributions", "ExchangeTesting"]),
        tests("AnswersTests", uses: ["Answers", "Rulebook", "Contributions", "LedgerCore", "SheetWriting", "ExchangeTesting"]),
        tests(
            "LedgerSQLiteTests",
            uses: [
                "LedgerSQLite", "LedgerCore", "Contributions", "ExchangeTesting", "CRecordedVFS", "CSQLiteCalls", grdb,
            ]),
        tests(
            "ConfinedReadingTests",
            uses: [
                "ConfinedReading", "ExchangeFormat", "XMLReading", "ZipReading", "Contributions", "ExchangeTesting", "reader-probe",
                "giaonhan",
            ]),
        tests("SampleBatchesTests", uses: ["SampleBatches", "Contributions"]),
        tests(
            "ExchangePipelineTests",
            uses: [
                "ExchangePipeline", "ConfinedReading", "Assembly", "Spooling", "LedgerCore", "LedgerSQLite", "Rulebook", "ExchangeFormat",
                "Answers", "Contributions", "SampleBatches", "ExchangeTesting", "reader-probe", log, grdb, crypto,
            ]),
        tests(
            "SampleTests",
            uses: [
                "Assembly", "ExchangePipeline", "Spooling", "Rulebook", "LedgerCore", "Contributions", "ExchangeTesting", "giaonhan", log,
            ]),
        tests(
            "CommandTests",
            uses: ["Contributions", "ExchangePipeline", "ExchangeTesting", "Rulebook", "giaonhan", log, grdb, arguments]),
    ]
)

if isFuzzing {
    package.targets += [
        layer("FuzzReaders", uses: ["FormatOracle", "Contributions", "ExchangeFormat", "ZipReading"]),
        layer("FuzzCheck", uses: ["FormatOracle", "Contributions", "ConfinedReading", "ExchangeFormat", "ExchangePipeline", "LedgerCore"]),
    ]
    package.products += ["FuzzReaders", "FuzzCheck"].map { .library(name: $0, type: .static, targets: [$0]) }
}
