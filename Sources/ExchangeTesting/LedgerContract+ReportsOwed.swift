import Contributions
import LedgerCore
import Testing

// Which reports a closed day owes, and where their files are found again.

extension LedgerContract {
    private static func owed(_ ledger: any Ledger, _ day: Day, _ contracts: [OfficePartner] = []) throws -> [String] {
        _ = try ledger.close(day, at: noon(day.advanced(by: 1)), partnersUnderContract: contracts)
        return try ledger.reports(of: day).map { report in
            #expect(report.day == day && report.closedAt == noon(day.advanced(by: 1)))
            return "\(report.kind.rawValue) \(report.office) \(report.partner ?? "-") \(report.number)"
        }
    }

    /// What offices without a partner are owed of a day.
    private static func offices(_ codes: String...) -> [String] {
        ["CHAM-NOP", "TONG-HOP", "DOI-CHIEU"].flatMap { kind in codes.map { "\(kind) \($0) - 0" } }
    }

    static let reportsOwed: [Check] = [
        Check("a contract, a recording and a cancellation each owe the partner's reports, and the office's own") {
            (ledger: any Ledger) throws in
            try record(ledger, intake(1), 2, partner: "BBBB", office: "00102")
            let forms = try owed(
                ledger, day, [OfficePartner(office: "00101", partner: "AAAA"), OfficePartner(office: "00101", partner: "AAAA")])
            #expect(
                forms == [
                    "01-XN 00101 AAAA 1", "01-XN 00102 BBBB 1", "C17-TS 00101 AAAA 0", "C17-TS 00102 BBBB 0",
                    "CHAM-NOP 00101 - 0", "CHAM-NOP 00101 AAAA 0", "CHAM-NOP 00102 - 0", "CHAM-NOP 00102 BBBB 0",
                    "TONG-HOP 00101 - 0", "TONG-HOP 00102 - 0", "DOI-CHIEU 00101 - 0", "DOI-CHIEU 00102 - 0",
                ])
            let next = day.advanced(by: 1)
            try ledger.post(.adjustment(intake(1, on: next), by: .agency, of: "BBBB", cancelled: [1]))
            #expect(try owed(ledger, next).filter { $0.hasPrefix("01-XN") } == ["01-XN 00102 BBBB 2"])
        },
        Check("whoever has money outstanding is owed its CHAM-NOP, and the office its own reports; nobody without anything is owed any") {
            (ledger: any Ledger) throws in
            try record(ledger, intake(1), 1)
            _ = try owed(ledger, day)
            let next = day.advanced(by: 1)
            #expect(
                try owed(ledger, next) == [
                    "CHAM-NOP 00101 - 0", "CHAM-NOP 00101 0101234567 0", "TONG-HOP 00101 - 0", "DOI-CHIEU 00101 - 0",
                ])
            let third = day.advanced(by: 2)
            try ledger.post(.listing(intake(1, on: third), transfer: "FT-1", codes: [1], total: 10))
            try ledger.post(.statement(intake(2, on: third), [NewCredit(1, "FT-1", 10, .agrees)]))
            #expect(
                try owed(ledger, third) == offices("00101"), "the day on which the last money arrives is told, though nothing else happened"
            )
            #expect(try ledger.partnerDays(of: third, office: "00101").map(\.remittedMoney) == [10])
            #expect(try owed(ledger, day.advanced(by: 3)).isEmpty)
        },
        Check("an office with a transfer that is open, or came or ended that day, is owed its reports: each open transfer stands in one") {
            (ledger: any Ledger) throws in
            var today = day
            func closing() throws -> [String] {
                defer { today = today.advanced(by: 1) }
                return try owed(ledger, today)
            }
            func open() throws -> [String] {
                try ["00101", "00102"].flatMap { office in
                    try ledger.openTransfers(asOf: today.advanced(by: -1), office: office).map {
                        "\(office) \($0.kind.rawValue) \($0.transfer)"
                    }
                }
            }
            // Nobody knows this partner, nor what it would have with this office.
            try ledger.post(.statement(intake(1), office: "00102", [NewCredit(1, "FT-9", 7, .waits, partner: "ZZZZ")]))
            #expect(try closing() == offices("00102"))
            #expect(try open() == ["00102 BAO_CO_CHUA_CO_KE FT-9"])
            #expect(try closing() == offices("00102"), "as long as it is open")

            try record(ledger, intake(1, on: today), 1)
            try ledger.post(.listing(intake(2, on: today), transfer: "FT-1", codes: [1], total: 10))
            _ = try closing()
            // A credit that disagrees, brought by the other office; then another content in its place, which agrees.
            try ledger.post(.statement(intake(1, on: today), office: "00102", [NewCredit(1, "FT-1", 9, .disagrees)]))
            #expect(try closing().filter { $0.hasPrefix("DOI-CHIEU") } == ["DOI-CHIEU 00101 - 0", "DOI-CHIEU 00102 - 0"])
            #expect(try open() == ["00101 LECH FT-1", "00102 BAO_CO_CHUA_CO_KE FT-9", "00102 LECH FT-1"])
            try ledger.post(.statement(intake(1, on: today), office: "00103", [NewCredit(1, "FT-1", 10, .agrees)]))
            #expect(try closing() == offices("00101", "00102", "00103"))
            #expect(try open() == ["00102 BAO_CO_CHUA_CO_KE FT-9"])
            #expect(try closing() == offices("00102"))
        },
        Check("a listing taken back, and a code cancelled, on a day without anything else are told that day") {
            (ledger: any Ledger) throws in
            try record(ledger, intake(1), 1)
            try ledger.post(.listing(intake(2), transfer: "FT-1", codes: [1], total: 10))
            _ = try owed(ledger, day)
            let next = day.advanced(by: 1)
            try ledger.post(
                .adjustment(intake(1, on: next), takenBack: [try #require(try ledger.listing(of: "0101234567", transfer: "FT-1"))]))
            try ledger.post(.adjustment(intake(2, on: next), cancelled: [1]))
            #expect(
                try owed(ledger, next).filter { $0.hasPrefix("DOI") || $0.hasPrefix("TONG") } == [
                    "TONG-HOP 00101 - 0", "DOI-CHIEU 00101 - 0",
                ])
            #expect(try owed(ledger, day.advanced(by: 2)).isEmpty)
        },
        Check("the last day of a month owes the monthly reports too") { (ledger: any Ledger) throws in
            let last = Day(yyyyMMdd: 20_270_228) ?? day
            let contract = [OfficePartner(office: "00101", partner: "AAAA")]
            let kinds = try (-1...1).map { offset in
                try owed(ledger, last.advanced(by: offset), contract).filter { $0.hasPrefix("NVT") || $0.hasPrefix("DIA-BAN") }
            }
            #expect(kinds == [[], ["NVT 00101 - 0", "DIA-BAN 00101 - 0"], []])
        },
        Check("a file of the next day that is posted before the closing is not of the day") { (ledger: any Ledger) throws in
            try record(ledger, intake(1), 1)
            let next = day.advanced(by: 1)
            try record(ledger, intake(1, on: next), 2, partner: "BBBB")
            try ledger.post(.adjustment(intake(2, on: next), cancelled: [1]))
            #expect(try owed(ledger, day).filter { $0.contains(" B") }.isEmpty)
            #expect(try ledger.partnerDays(of: day, office: "00101").map(\.outstandingMoney) == [10])
            #expect(try owed(ledger, next).filter { $0.hasPrefix("01-XN") } == ["01-XN 00101 0101234567 2", "01-XN 00101 BBBB 1"])
            #expect(try ledger.partnerDays(of: next, office: "00101").map(\.outstandingMoney) == [0, 30])
        },
        Check("a report's files are found by its name, whatever other names begin like it") { (ledger: any Ledger) throws in
            let last = Day(yyyyMMdd: 20_261_130) ?? day
            // A MA_TCDVT that looks like a day.
            let partner = "\(last)"
            _ = try owed(ledger, last, [OfficePartner(office: "00101", partner: partner)])
            let names: [(ReportKind, String)] = [
                (.confirmations, "01-XN_00101_20261130_20261130"), (.receipts, "C17-TS_00101_20261130_20261130"),
                (.lateMoney, "CHAM-NOP_00101_20261130"), (.lateMoney, "CHAM-NOP_00101_20261130_20261130"),
                (.overview, "TONG-HOP_00101_20261130"), (.reconciliation, "DOI-CHIEU_00101_20261130"),
                (.collectors, "NVT_00101_202611"), (.coverage, "DIA-BAN_00101_202611"),
            ]
            let files = names.flatMap { kind, name in
                [".xml", ".xlsx", ".html"].enumerated().map { place, ending in
                    Artifact(
                        kind: .report(kind), intake: nil, name: name + ending, day: last, owner: place == 0 ? .agency : .partner(partner),
                        sha256: [UInt8](repeating: UInt8(place), count: 32))
                }
            }
            try ledger.store(files)
            try ledger.store(Array(files.reversed()))
            for report in try ledger.reports(of: last) {
                let found = try ledger.artifacts(ofReport: report)
                let name = names.first {
                    $0.0 == report.kind && (report.kind != .lateMoney || ($0.1.utf8.count > 30) == (report.partner != nil))
                }
                #expect(found == files.filter { $0.name.hasPrefix((name?.1 ?? "") + ".") })
                #expect(found.count == 3)
            }
        },
        Check("several artifacts are stored all or none") { (ledger: any Ledger) throws in
            _ = try owed(ledger, day, [OfficePartner(office: "00101", partner: "AAAA")])
            let report = try #require(try ledger.reports(of: day).first)
            func file(_ ending: String, _ seed: UInt8) -> Artifact {
                Artifact(
                    kind: .report(.confirmations), intake: nil, name: "01-XN_00101_AAAA_\(day).\(ending)", day: day, owner: .agency,
                    sha256: [UInt8](repeating: seed, count: 32))
            }
            try ledger.store([file("xml", 1)])
            expectFault(.invariant) { try ledger.store([file("html", 1), file("xml", 2)]) }
            #expect(try ledger.artifacts(ofReport: report) == [file("xml", 1)])
        },
    ]
}
