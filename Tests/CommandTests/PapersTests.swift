// The papers are held against the program: their examples run, their links lead somewhere, the names, codes, limits and
// commands that they state are those of the sources and of the built binary, and the demonstration shows what it promises.

import Contributions
import ExchangeTesting
import Foundation
import Testing

@Suite("The papers")
struct PapersTests {
    private static let papers = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "spool/README.md", "samples/sftp/README.md"]

    // MARK: examples

    @Test("every example marked `sh run` runs, in one folder, each after the one before", arguments: ["README.md", "ARCHITECTURE.md"])
    func examples(paper: String) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        for example in Paper(paper).examples {
            let outcome = try Shell.run("set -euo pipefail\n" + example, in: folder.path)
            #expect(outcome.code == 0, "\(paper):\n\(example)\n\(outcome.text)")
        }
    }

    @Test("README has examples, and the two commands of the first screen each alone in a block")
    func firstScreen() {
        let readme = Paper("README.md")
        #expect(readme.examples.count >= 3)
        for command in ["make demo", "make test"] {
            #expect(readme.blocks.contains { $0.tag == "" && $0.lines == [command] }, "\(command)")
        }
    }

    @Test("README speaks to the partner's programmer, the agency and the operator, in this order, in both languages")
    func readers() {
        let headings = Paper("README.md").prose.split(separator: "\n").filter { $0.hasPrefix("#") }.map(String.init)
        let expected = [
            "# GiaoNhan", "## For a partner's programmer", "## For the agency", "## For the operator", "## What was inferred", "## Speed",
            "## What this version does not do yet", "## Tiếng Việt", "### Dành cho lập trình viên của tổ chức dịch vụ thu",
            "### Dành cho cơ quan BHXH", "### Dành cho người vận hành",
        ]
        #expect(headings.filter { !$0.hasPrefix("###") || $0.hasPrefix("### Dành") } == expected)
    }

    @Test("an example in a command's help names only options that this help lists")
    func helpExamples() throws {
        for command in try Program.commands() {
            let help = try Program.help(command)
            let examples = help.matches(of: /(?m)^ {2}giaonhan (\S+)(.*)$/).filter { $0.1 == command }
            #expect(!examples.isEmpty, "giaonhan \(command) --help shows no example")
            for example in examples {
                for option in String(example.2).matches(of: /--[a-z-]+/) {
                    #expect(help.contains("\n  \(option.0)"), "giaonhan \(command) --help: \(option.0)")
                }
            }
        }
    }

    @Test("the demonstration runs twice over, clears up after itself, and leaves a ledger alone that is not its own")
    func demonstration() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let files = FileManager.default
        try files.createDirectory(atPath: folder.path + "/spool", withIntermediateDirectories: true)
        // By a process of its own: what a test beside this one starts would inherit the open copy, and a file that is written to cannot be run.
        #expect(try Shell.run("cp '\(Repository.path("spool/demo.sh"))' spool/demo.sh", in: folder.path).code == 0)
        try files.createSymbolicLink(atPath: folder.path + "/samples", withDestinationPath: Repository.path("samples"))
        let run = "spool/demo.sh run '\(try BuiltProduct.path("giaonhan"))'"

        let first = try Shell.run(run, in: folder.path)
        #expect(first.code == 0, "\(first.text)")
        for promised in ["POS0000000014", "XML02: ", "equal byte for byte", "agrees with the form 01-XN"] {
            #expect(first.text.contains(promised), "\(promised)")
        }
        let second = try Shell.run(run, in: folder.path)
        #expect(second == first, "the same again shows the same")
        #expect(try Shell.run("spool/demo.sh clear && find spool -type f", in: folder.path).text == "spool/demo.sh\n")

        let mine = try Shell.run("giaonhan init spool > /dev/null && sha256sum spool/ledger/ledger.sqlite", in: folder.path)
        for refused in [run, "spool/demo.sh clear"] {
            #expect(try Shell.run(refused, in: folder.path).code == 1, "\(refused)")
            #expect(try Shell.run("sha256sum spool/ledger/ledger.sqlite", in: folder.path).text == mine.text)
        }
    }

    // MARK: links and names

    @Test("every link leads to a file that is there, and every anchor to a heading", arguments: papers)
    func links(paper: String) throws {
        let folder = (Repository.path(paper) as NSString).deletingLastPathComponent
        for link in Paper(paper).prose.matches(of: /\]\(([^)\s]+)\)/).map({ String($0.1) }) where !link.contains("://") {
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let target = parts[0].isEmpty ? Repository.path(paper) : folder + "/" + parts[0]
            #expect(FileManager.default.fileExists(atPath: target), "\(paper): \(link)")
            if parts.count == 2 {
                #expect(Paper.headings(in: try String(contentsOfFile: target, encoding: .utf8)).contains(parts[1]), "\(paper): \(link)")
            }
        }
    }

    @Test("every name of the glossary stands in the sources")
    func glossary() throws {
        let rows = Paper("ARCHITECTURE.md").table(under: "Words")
        #expect(rows.count > 20)
        let sources = try Repository.swiftText(under: "Sources")
        for row in rows {
            for name in row[2].matches(of: /`([^`]+)`/).map({ String($0.1) }) {
                let isThere = name.split(separator: ".").allSatisfy { sources.contains(String($0)) }
                #expect(isThere, "\(name)")
            }
        }
    }

    @Test("every test that ARCHITECTURE names exists, and so does every promise of the ledger's contract")
    func namedTests() throws {
        let prose = Paper("ARCHITECTURE.md").prose
        let tests = try Repository.swiftFiles(under: "Tests")
        let named = prose.matches(of: /`([A-Z][A-Za-z]+Tests)\.([a-zA-Z]+)`/)
        #expect(named.count > 20)
        for name in named {
            let files = tests.filter { $0.hasSuffix("/\(name.1).swift") }
            let isThere = try files.contains { try String(contentsOfFile: $0, encoding: .utf8).contains("func \(name.2)(") }
            #expect(isThere, "\(name.0)")
        }
        let contract = try Repository.swiftText(under: "Sources/ExchangeTesting")
        for promise in prose.matches(of: /contract: "([^"]+)"/) {
            let isThere = contract.contains("Check(\"\(promise.1)\"")
            #expect(isThere, "\(promise.1)")
        }
    }

    @Test("every state that the disk can be in has its test")
    func statesHaveTests() {
        let rows = Paper("ARCHITECTURE.md").table(under: "Every state the disk can be in").filter { Int($0[0]) != nil }
        #expect(rows.map { $0[0] } == (1...rows.count).map(String.init))
        #expect(rows.count >= 54)
        for row in rows { #expect(row[3].contains(/`[A-Z][A-Za-z]+Tests\.[a-zA-Z]+`|contract: "/), "row \(row[0])") }
    }

    @Test("every case of the threat notes has its row, with a test or a sample that is there")
    func hostileCases() {
        let rows = Paper("ARCHITECTURE.md").table(under: "Hostile input")
        let cases = [("X", 19), ("Z", 19), ("F", 25), ("S", 12)].flatMap { letter, count in (1...count).map { "\(letter)\($0)" } }
        #expect(rows.map { $0[0] } == cases)
        for row in rows {
            let samples = row[3].matches(of: /\]\((samples\/[^)]+)\)/).map { String($0.1) }
            for sample in samples { #expect(FileManager.default.fileExists(atPath: Repository.path(sample)), "\(row[0]): \(sample)") }
            let isShown = !samples.isEmpty || row[3].contains(/`[A-Z][A-Za-z]+Tests\.[a-zA-Z]+`/)
            #expect(isShown != row[2].hasPrefix("does not apply"), "\(row[0])")
        }
    }

    // MARK: codes, limits, commands

    @Test(
        "README's table of codes holds every code and no other, in both languages",
        arguments: ["Codes", "Dành cho lập trình viên của tổ chức dịch vụ thu"])
    func codes(heading: String) throws {
        let readme = Paper("README.md")
        let stated = readme.table(under: heading).filter { $0.count == 3 && $0[0].contains(/^[A-Z]{2,3}[0-9]{2}/) }
        #expect(try Set(stated.flatMap { try Self.codes(in: $0[0]) }) == Set(RuleCode.allCases.map(\.rawValue)))
    }

    /// `TEP01-TEP08, BL01` as single codes.
    private static func codes(in text: String) throws -> [String] {
        try text.matches(of: /([A-Z]{2,3})([0-9]{2})(?:-([A-Z]{2,3})([0-9]{2}))?/).flatMap { match -> [String] in
            let first = try #require(Int(match.2))
            let last = try match.4.map { try #require(Int($0)) } ?? first
            return (first...last).map { "\(match.1)\($0 < 10 ? "0" : "")\($0)" }
        }
    }

    @Test(
        "README's tables of parameters hold every value that is built in and no other",
        arguments: ["Parameters", "Dành cho cơ quan BHXH"])
    func parameters(heading: String) throws {
        let source = try String(contentsOfFile: Repository.path("Sources/Rulebook/Parameters.swift"), encoding: .utf8)
        let builtIn = source.matches(of: /\(\.([A-Z_0-9]+), \[(.*)\]\),/).map { row in
            let values = row.2.matches(of: /\("([0-9.]+)", ([0-9_]+)\)/).map { "\($0.1) \($0.2.filter { $0 != "_" })" }
            return [String(row.1), values.joined(separator: "; ")]
        }
        #expect(builtIn.count > 20)
        let stated = Paper("README.md").table(under: heading).filter { $0.count == 3 }.map { [$0[0], $0[2]] }
        #expect(stated == builtIn)
    }

    @Test("the Vietnamese tables of settings and folders have the rows of the English ones")
    func translatedTables() {
        let readme = Paper("README.md")
        let settings = readme.table(under: "Configuration").filter { $0.count == 6 }.map { [$0[0], $0[3]] }
        let folders = readme.table(under: "Folders, and what may be deleted").map { $0[0] }
        let translated = readme.table(under: "Dành cho người vận hành").filter { $0.count == 3 }
        #expect(settings.count > 10)
        #expect(folders.count > 5)
        #expect(translated.prefix(settings.count).map { [$0[0], $0[1]] } == settings)
        #expect(translated.dropFirst(settings.count).map { $0[0] } == folders)
    }

    @Test("README's limits are those in force, under options that run and check have")
    func limits() throws {
        let rows = Paper("README.md").table(under: "Limits")
        let inForce: [String: Int] = try [
            "--max-file-bytes": Repository.number("Sources/ExchangePipeline/Limits.swift", "fileBytesMax"),
            "--max-records": Repository.number("Sources/ExchangePipeline/Limits.swift", "recordsMax"),
            "--max-inflated-bytes": Repository.number("Sources/ZipReading/ZipEntryReader.swift", "inflatedBytesMax"),
            "--max-ratio": Repository.number("Sources/ZipReading/ZipEntryReader.swift", "ratioMax"),
            "--max-text-bytes": Repository.number("Sources/XMLReading/XMLFault.swift", "textBytesMax"),
            "--max-depth": Repository.number("Sources/XMLReading/XMLFault.swift", "depthMax"),
            "--max-name-bytes": Repository.number("Sources/XMLReading/XMLFault.swift", "nameBytesMax"),
            "--max-attributes": Repository.number("Sources/XMLReading/XMLFault.swift", "attributesMax"),
            "--max-read-seconds": Repository.number("Sources/ConfinedReading/ReadingBudgets.swift", "seconds"),
            "--max-read-ms-per-mib": Repository.number("Sources/ConfinedReading/ReadingBudgets.swift", "millisecondsPerMiB"),
            "--max-read-mib": Repository.number("Sources/ConfinedReading/ReadingBudgets.swift", "memoryMiB"),
            "--max-read-wait": Repository.number("Sources/ConfinedReading/ReadingBudgets.swift", "waitSeconds"),
        ]
        #expect(Set(rows.map { $0[0].filter { $0 != "`" } }) == Set(inForce.keys))
        let helps = try ["run", "check"].map(Program.help)
        for row in rows {
            let option = row[0].filter { $0 != "`" }
            #expect(Int(row[1].prefix { $0.isNumber }) == inForce[option], "\(option)")
            #expect(RuleCode(rawValue: row[2]) != nil, "\(option)")
            for help in helps { #expect(help.contains("\n  \(option) "), "\(option)") }
        }
    }

    @Test(
        "README's commands are the program's, with options that they have, in both languages",
        arguments: ["Commands", "Dành cho người vận hành"])
    func commands(heading: String) throws {
        let readme = Paper("README.md")
        let commands = try Program.commands()
        let rows = readme.table(under: heading).filter { $0.count == 2 && $0[0].hasPrefix("`giaonhan ") }
        let stated = rows.map { String($0[0].dropFirst("`giaonhan ".count).prefix { $0 != " " && $0 != "`" }) }
        #expect(stated.sorted() == commands.sorted())
        for (command, row) in zip(stated, rows) {
            let help = try Program.help(command)
            for option in row.joined(separator: " ").matches(of: /--[a-z-]+/) {
                #expect(help.contains("\n  \(option.0)"), "giaonhan \(command) \(option.0)")
            }
        }
    }

    @Test("every call that README's prose shows is a command of the program, with options that it has")
    func calls() throws {
        let calls = Paper("README.md").prose.matches(of: /`giaonhan\s+([a-z]+)([^`|]*)`/)
        #expect(calls.count > 40)
        let commands = try Program.commands()
        let helps = try Dictionary(uniqueKeysWithValues: commands.map { ($0, try Program.help($0)) })
        for call in calls {
            let help = try #require(helps[String(call.1)], "\(call.0)")
            for option in call.2.matches(of: /--[a-z-]+/) {
                #expect(help.contains("\n  \(option.0) "), "\(call.0)")
            }
        }
    }

    @Test("the top of the tree shows what the house says, and nothing under Tests was packed by others")
    func topLevel() throws {
        let house = "ARCHITECTURE.md CHANGELOG.md Makefile Package.swift README.md Sources Tests samples spool"
        let resolved = "Package.resolved"
        let visible = try FileManager.default.contentsOfDirectory(atPath: Repository.path("")).filter {
            !$0.hasPrefix(".") && $0 != resolved
        }
        #expect(visible.sorted().joined(separator: " ") == house)
        let packed = try FileManager.default.subpathsOfDirectory(atPath: Repository.path("Tests")).filter {
            $0.hasSuffix(".whl") || $0.hasSuffix(".deb")
        }
        #expect(packed.isEmpty)
    }

    @Test("no line of a paper but a table's is above 150 columns, and none ends in a blank", arguments: papers)
    func lines(paper: String) {
        for (number, line) in Paper(paper).text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            #expect(line.last != " ", "\(paper):\(number + 1)")
            #expect(line.hasPrefix("|") || line.count <= 150, "\(paper):\(number + 1)")
        }
    }
}

// MARK: reading papers

/// A Markdown file of the repository.
struct Paper {
    struct Block {
        var tag: String
        var lines: [String]
    }

    let text: String
    let blocks: [Block]
    /// The text without its fenced blocks.
    let prose: String

    init(_ name: String) {
        text = (try? String(contentsOfFile: Repository.path(name), encoding: .utf8)) ?? ""
        var blocks: [Block] = []
        var prose: [Substring] = []
        var isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if !isInside { blocks.append(Block(tag: String(line.dropFirst(3)), lines: [])) }
                isInside.toggle()
            } else if isInside {
                blocks[blocks.count - 1].lines.append(String(line))
            } else {
                prose.append(line)
            }
        }
        self.blocks = blocks
        self.prose = prose.joined(separator: "\n")
    }

    /// The blocks that are marked as runnable.
    var examples: [String] { blocks.filter { $0.tag == "sh run" }.map { $0.lines.joined(separator: "\n") } }

    /// The text from a heading, of whatever rank, to the next one of its rank or above.
    func section(_ heading: String) -> String {
        let lines = prose.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { Self.rank($0) > 0 && $0.drop { $0 == "#" } == " " + heading }) else { return "" }
        let rest = lines[(start + 1)...]
        let end = rest.firstIndex { 1...Self.rank(lines[start]) ~= Self.rank($0) } ?? rest.endIndex
        return rest[..<end].joined(separator: "\n")
    }

    /// How many `#` begin a heading; 0 for any other line.
    private static func rank(_ line: Substring) -> Int {
        let marks = line.prefix { $0 == "#" }.count
        return line.dropFirst(marks).first == " " ? marks : 0
    }

    /// The rows of all tables under a heading, without their heads; cells without the blanks around them.
    func table(under heading: String) -> [[String]] {
        let lines = section(heading).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.compactMap { index in
            guard lines[index].hasPrefix("| "), index + 1 == lines.count || !lines[index + 1].hasPrefix("|---") else { return nil }
            return lines[index].dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// The anchors that headings get: lower case, punctuation left out, blanks as hyphens.
    static func headings(in text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
            let title = line.drop { $0 == "#" || $0 == " " }.lowercased()
            return String(title.compactMap { $0 == " " ? "-" : $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : nil })
        }
    }
}

/// The repository that this test was built from.
enum Repository {
    private static let root = ((((#filePath as NSString).deletingLastPathComponent as NSString).deletingLastPathComponent) as NSString)
        .deletingLastPathComponent

    static func path(_ name: String) -> String { root + "/" + name }

    static func swiftFiles(under folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path(folder)).filter { $0.hasSuffix(".swift") }.map { path(folder) + "/" + $0 }
    }

    static func swiftText(under folder: String) throws -> String {
        try swiftFiles(under: folder).map { try String(contentsOfFile: $0, encoding: .utf8) }.joined(separator: "\n")
    }

    /// The number that a name is first given in a source: `4096`, `2_000_000`, `2 << 30`.
    static func number(_ file: String, _ name: String) throws -> Int {
        let text = try String(contentsOfFile: path(file), encoding: .utf8)
        let given = try Regex("\(name)(?:: Int(?:64)?)? = ([0-9_]+)(?: << ([0-9]+))?", as: (Substring, Substring, Substring?).self)
        let match = try #require(text.firstMatch(of: given), "\(file): \(name)").output
        let number = try #require(Int(match.1.filter { $0 != "_" }))
        return try number << (match.2.map { try #require(Int($0)) } ?? 0)
    }
}

/// The built binary, as its own help describes it.
enum Program {
    static func commands() throws -> [String] {
        let help = try BuiltProduct.run("giaonhan", ["--help"], in: "/").output
        let list = help.components(separatedBy: "SUBCOMMANDS:\n").last ?? ""
        return list.matches(of: /(?m)^ {2}([a-z]+)(?: |$)/).map { String($0.1) }
    }

    static func help(_ command: String) throws -> String { try BuiltProduct.run("giaonhan", [command, "--help"], in: "/").output }
}

/// Runs a script as a person would, the built binary in its path and the samples in $SAMPLES.
enum Shell {
    struct Outcome: Equatable {
        var code: Int32
        var text: String
    }

    static func run(_ script: String, in folder: String) throws -> Outcome {
        let program = (try BuiltProduct.path("giaonhan") as NSString).deletingLastPathComponent
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["PATH": program + ":/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "SAMPLES": Repository.path("samples")]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(code: process.terminationStatus, text: text)
    }
}

/// A folder for one test.
struct TemporaryFolder {
    let path = NSTemporaryDirectory() + "/papers-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
