import Contributions
import Foundation
import Testing

@testable import ExchangePipeline

// Plays the scripted month on a spool, step by step, and lets the reckoning take the same files at the same moments; each file's
// answers are held against the reckoning's as soon as they are there.

final class PlayedMonth {
    let spool: MonthSpool
    private(set) var reckoning = MonthReckoning()
    /// When each day was closed.
    private(set) var closings: [Day: VietnamTime] = [:]
    /// Every code of a rule, and every TRANG_THAI of a credit, that the answers had.
    private(set) var codesMet: Set<String> = []

    private struct Waiting {
        let owner: String?
        let office: String
        let batch: String
        let name: String
        let document: MonthDocument
        let text: String
        var claimedAt: VietnamTime?
    }

    /// In inboxes, or claimed.
    private var waiting: [Waiting] = []
    private var dropped: [String: Waiting] = [:]

    init(_ month: ScriptedMonth) throws {
        spool = try MonthSpool()
        for (at, step) in month.steps {
            spool.clock.set(at.description)
            switch step {
            case .drop(let owner, let office, let batch, let name, let document):
                let text = document.text(office: office, batch: batch, preparedAt: at.description, owner: owner) {
                    reckoning.confirmationCodes[$0] ?? $0
                }
                try drop(Waiting(owner: owner, office: office, batch: batch, name: name, document: document, text: text))
            case .dropAgain(let owner, let name, let first):
                let first = try #require(dropped[first])
                try drop(
                    Waiting(owner: owner, office: first.office, batch: first.batch, name: name, document: first.document, text: first.text))
            case .claim(let partner):
                try spool.claim(from: .partner(partner))
                for index in waiting.indices where waiting[index].owner == partner { waiting[index].claimedAt = at }
            case .round:
                let closed = try spool.round()
                try follow(at)
                #expect(closed.allSatisfy { closings[$0] == at }, "closed \(closed) at \(at)")
            case .roundThatDies(let reports, let change):
                try spool.start(dyingAtChange: change, afterReports: reports)
                #expect(throws: (any Error).self, "the daemon should have died at \(at)") { try spool.round() }
                try follow(at)
                try spool.start()
            case .restart: try spool.start()
            }
        }
    }

    private func drop(_ file: Waiting) throws {
        try spool.drop(file.text, file.name, for: file.owner)
        waiting.append(file)
        dropped[file.name] = file
    }

    // MARK: the reckoning beside it

    /// What was claimed first, then the agency's files, then the partners'; then the days that are over are closed.
    private func follow(_ now: VietnamTime) throws {
        let claimed = waiting.filter { $0.claimedAt != nil }
        let rest = waiting.filter { $0.claimedAt == nil }
        waiting = []
        for file in claimed + rest.filter({ $0.owner == nil }) + rest.filter({ $0.owner != nil }) {
            let claimedAt = file.claimedAt ?? now
            let firstOpen = closings.keys.max()?.advanced(by: 1) ?? claimedAt.day
            let expected = reckoning.take(
                MonthFile(
                    owner: file.owner, office: file.office, batch: file.batch, document: file.document, text: file.text,
                    claimedOn: claimedAt.day, recordedOn: max(claimedAt.day, firstOpen)))
            try compare(expected, file, claimedAt.day)
        }
        while true {
            let day = closings.keys.max()?.advanced(by: 1) ?? ScriptedMonth.firstDay
            guard now >= VietnamTime(day.advanced(by: 1), minute: 5) else { return }
            closings[day] = now
        }
    }

    // MARK: answers

    private func compare(_ expected: ExpectedAnswer, _ file: Waiting, _ claimedOn: Day) throws {
        if expected.status == "REPLAY" {
            codesMet.insert("REPLAY")
            return
        }
        let folder = file.owner.map { "partners/\($0)/outbox" } ?? "agency/outbox/\(claimedOn)"
        let stem = file.name.dropLast(4) + "_TN"
        let names = spool.names(folder).filter { $0.hasPrefix(stem) }
        func read(_ ending: String) throws -> MonthElement? {
            try names.first { $0.hasSuffix(ending) }.map { try MonthElement(reading: spool.text("\(folder)/\($0)")) }
        }
        let found = try answer(read("_XN.xml"), read("_TC.xml"), file)
        var wanted = expected
        // An entry of master data is not named by a payment.
        if case .masterData = file.document { wanted.accepted = found.accepted }
        if found != wanted {
            Issue.record(
                "\(file.name) of \(file.owner ?? "agency"), claimed \(claimedOn)\nexpected \(wanted)\nfound    \(found)\n\(file.text)")
        }
        for line in found.accepted + found.refusals + found.faults { codesMet.formUnion(line.split(separator: " ").map { String($0) }) }
    }

    private func answer(_ confirmation: MonthElement?, _ rejection: MonthElement?, _ file: Waiting) throws -> ExpectedAnswer {
        let heading = try #require((confirmation ?? rejection)?["THONG_TIN_CHUNG"], "no answer to \(file.name)")
        if let other = rejection?["THONG_TIN_CHUNG"] { #expect(other == heading, "\(file.name)") }
        func number(_ name: String) -> Int { Int(heading.text(name)) ?? 0 }
        let accepted = confirmation?["DS_XAC_NHAN"]?.children ?? []
        return ExpectedAnswer(
            status: heading.text("TRANG_THAI"), found: number("SO_LUONG"), recorded: number("SL_DUNG"), onRecord: number("SL_TRUNG"),
            refused: number("SL_LOI"), faults: rejection?["DS_LOI_TEP"]?.children.map { $0.text("MA_LOI") } ?? [],
            accepted: accepted.map { line(of: $0, file.document) },
            refusals: rejection?["DS_TU_CHOI"]?.children.map { refused in
                let codes = refused["DS_LOI"]?.children.map { $0.text("MA_LOI") } ?? []
                return ([refused.text("STT"), key(of: refused)] + codes).joined(separator: " ")
            } ?? [])
    }

    private func line(of accepted: MonthElement, _ document: MonthDocument) -> String {
        if case .payments = document { reckoning.confirmationCodes[accepted.text("MA_GIAO_DICH")] = accepted.text("MA_XAC_NHAN") }
        let warnings = accepted.all("CANH_BAO").map { $0.text("MA_LOI") }.filter { ["CB01", "CB02", "CB03"].contains($0) }
        let rest = [accepted.text("NGAY_GHI_NHAN"), accepted.text("TRANG_THAI")] + warnings
        return ([accepted.text("STT"), key(of: accepted)] + rest.filter { !$0.isEmpty }).joined(separator: " ")
    }

    /// The key element: a payment's own key, or that of the payment that a code belongs to, or what was sent.
    private func key(of entry: MonthElement) -> String {
        let key = entry.children.first { ["MA_GIAO_DICH", "MA_XAC_NHAN", "MA_GIAO_DICH_NH", "MA"].contains($0.name) }?.text ?? ""
        return reckoning.confirmationCodes.first { $0.value == key }?.key ?? key
    }
}
