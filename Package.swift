// swift-tools-version: 6.1
import PackageDescription

// Every wall of the house is a target here, so the compiler keeps it (docs/adr/0001-one-package-walls-as-targets.md).

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

let strict: [SwiftSetting] = [
    .unsafeFlags(["-warnings-as-errors"]),
    // A row is read, and a value bound, through generic functions of another target; without this they stay generic.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

let package = Package(
    name: "footbridge",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "footbridge", targets: ["Footbridge"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    ],
    targets: [
        // ── ground ──
        .target(name: "Vocabulary", swiftSettings: strict),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "Database",
            dependencies: [
                "Vocabulary", "CSQLite", "CPQ", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"), crypto,
            ],
            swiftSettings: strict
        ),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "Web", dependencies: ["Vocabulary", "CCurl"], swiftSettings: strict),
        .target(name: "Audit", dependencies: ["Vocabulary", "Database", crypto], swiftSettings: strict),
        .target(
            name: "Accounts",
            dependencies: ["Vocabulary", "Database", "Audit", crypto, cryptoExtras],
            swiftSettings: strict
        ),
        .target(
            name: "Outbox",
            dependencies: ["Vocabulary", "Database", "Audit", "Accounts", crypto],
            swiftSettings: strict
        ),
        .target(name: "Keeping", dependencies: ["Vocabulary", "Database", "Audit", crypto], swiftSettings: strict),
        .target(
            name: "FHIR",
            dependencies: ["Vocabulary"],
            resources: [.copy("OfficialDefinitions")],
            swiftSettings: strict
        ),
        // ── features ──
        .target(
            name: "Directory",
            dependencies: [
                "Vocabulary", "Database", "Audit", "Accounts", crypto,
            ],
            resources: [.copy("OpenData")],
            swiftSettings: strict
        ),
        .target(
            name: "Students",
            dependencies: ["Vocabulary", "Database", "Audit", "Accounts", "Directory"],
            swiftSettings: strict
        ),
        .target(
            name: "Exchange",
            dependencies: [
                "Vocabulary", "Database", "Audit", "Accounts", "Outbox", "Directory", "Students", crypto,
            ],
            swiftSettings: strict
        ),
        // ── faces ──
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(
            name: "Website",
            dependencies: [
                "Vocabulary", "Database", "Audit", "Accounts", "OpenID", "Outbox", "MESH", "Directory", "Students",
                "Exchange", "CQREncode",
                hummingbird, logging, .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.copy("Templates"), .copy("Assets")],
            swiftSettings: strict
        ),
        .target(
            name: "Delivery",
            dependencies: [
                "Vocabulary", "Database", "Accounts", "Directory", "Outbox", "FHIR", "Web", "CCurl", logging,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "MESH",
            dependencies: ["Vocabulary", "Database", "Audit", "Accounts", "Outbox", "Web", crypto, logging],
            swiftSettings: strict
        ),
        .target(
            name: "OpenID",
            dependencies: [
                "Vocabulary", "Accounts", "Web", logging, .product(name: "JWTKit", package: "jwt-kit"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "FHIRService",
            dependencies: [
                "Vocabulary", "Database", "Accounts", "Outbox", "Directory", "Students", "Exchange", "FHIR",
                hummingbird,
                logging, crypto,
                .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "JWTKit", package: "jwt-kit"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "OpenReferral",
            dependencies: [
                "Vocabulary", "Directory", hummingbird, logging, crypto,
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [.copy("Document")],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Footbridge",
            dependencies: [
                "Vocabulary", "Database", "Audit", "Accounts", "OpenID", "Directory", "Students", "Exchange", "Website",
                "Outbox", "Delivery", "MESH", "Web", "FHIR", "FHIRService", "Keeping", "OpenReferral", hummingbird,
                logging,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),
        // ── tests ──
        .target(
            name: "TestSupport",
            dependencies: [
                "Vocabulary", "Database", "OpenID", .product(name: "JWTKit", package: "jwt-kit"),
            ],
            path: "Tests/TestSupport"),
        .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"]),
        .testTarget(name: "FHIRTests", dependencies: ["FHIR", "TestSupport"], resources: [.copy("Payloads")]),
        .testTarget(
            name: "DatabaseTests",
            dependencies: ["Database", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")]
        ),
        .testTarget(name: "WebTests", dependencies: ["Web", "TestSupport"]),
        .testTarget(name: "AuditTests", dependencies: ["Audit", "Database", "TestSupport", crypto]),
        .testTarget(name: "KeepingTests", dependencies: ["Keeping", "TestSupport"]),
        .testTarget(name: "OutboxTests", dependencies: ["Outbox", "TestSupport"]),
        .testTarget(name: "DeliveryTests", dependencies: ["Delivery", "Outbox", "FHIR", "TestSupport", logging]),
        .testTarget(name: "MESHTests", dependencies: ["MESH", "Outbox", "TestSupport", logging]),
        .testTarget(name: "AccountsTests", dependencies: ["Accounts", "TestSupport"]),
        .testTarget(
            name: "OpenIDTests",
            dependencies: [
                "OpenID", "TestSupport", logging, crypto, cryptoExtras, .product(name: "JWTKit", package: "jwt-kit"),
            ]),
        .testTarget(name: "DirectoryTests", dependencies: ["Directory", "TestSupport"]),
        .testTarget(name: "StudentsTests", dependencies: ["Students", "TestSupport"]),
        .testTarget(name: "ExchangeTests", dependencies: ["Exchange", "TestSupport"]),
        .testTarget(name: "FootbridgeTests", dependencies: ["Footbridge", "Keeping", "TestSupport", logging]),
        .testTarget(
            name: "WebsiteTests",
            dependencies: [
                "Website", "FHIR", "FHIRService", "OpenID", "Footbridge", "OpenReferral", "TestSupport", hummingbird,
                logging,
                .product(name: "JWTKit", package: "jwt-kit"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
