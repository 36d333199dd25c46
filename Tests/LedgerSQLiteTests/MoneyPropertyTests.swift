import Contributions
import ExchangeTesting
import LedgerCore
import LedgerSQLite
import Testing

// Random months of recordings, cancellations, listings, takings back and credits, with files of the next day posted before a day
// closes, against a slow model that keeps every code's and transfer's days in plain arrays. Each closed day is asked about
// when it closes and again at the end, and an audit finds nothing.

@Suite("The money's way against a slow model")
struct MoneyPropertyTests {
    @Test("every day's answers are those of the model, at its closing and ever after", arguments: 1...12)
    func months(seed: UInt64) throws {
        let folder = try LedgerFolder().made()
        var model = MoneyModel(ledger: try folder.open(), seed: seed)
        var answers: [[String]] = []
        for _ in 0..<8 {
            for _ in 0..<12 { try model.step() }
            answers.append(try model.closeDay())
        }
        for (place, answer) in answers.enumerated() { #expect(try model.asked(about: model.first.advanced(by: place)) == answer) }
        var found: [AuditDifference] = []
        try model.ledger.audit({ _, _ in }, { if $0.kind != .receipt { found.append($0) } })
        #expect(found.isEmpty)
    }
}

private struct MoneyModel {
    struct Code {
        var amount: Int64
        var day: Day
        var partner: String
        /// The first day on which it is recorded, and in no listing.
        var free: Day
        var cancelled: Day?
        /// The listing that it stands in.
        var listing: Int?
    }
    struct Transfer {
        var partner: String
        var number: String
        var codes: [Int]
        var total: Int64
        var day: Day
        var takenBack: Day?
        var agreed: Day?
        var isOpen: Bool { takenBack == nil && agreed == nil }
    }
    struct Received {
        var partner: String
        var number: String
        var amount: Int64
        var day: Day
        var ended: Day?
    }

    let ledger: SQLiteLedger
    let first = Day(number: 20_777)
    private var state: UInt64
    private var closed = 0
    private var sequences = [0, 0]
    private var receipt: Int64 = 0
    private var codes: [Code] = []
    private var transfers: [Transfer] = []
    private var credits: [Received] = []

    init(ledger: SQLiteLedger, seed: UInt64) {
        self.ledger = ledger
        state = seed &* 0x9E37_79B9_7F4A_7C15
    }

    private mutating func random(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(count))
    }

    private var today: Day { first.advanced(by: closed) }
    private mutating func anyPartner() -> String { ["AAAA", "BBBB"][random(2)] }

    /// A file of the open day, or of the next one, which may be posted before the day closes.
    private mutating func nextIntake() -> IntakeNumber {
        let offset = random(4) == 0 ? 1 : 0
        sequences[offset] += 1
        return IntakeNumber(day: today.advanced(by: offset), sequence: sequences[offset])
    }

    mutating func step() throws {
        switch random(6) {
        case 0, 1: try record()
        case 2: try cancel()
        case 3: try list()
        case 4: try credit()
        default: try takeBack()
        }
    }

    private mutating func record() throws {
        let (intake, partner) = (nextIntake(), anyPartner())
        let entries = (0..<1 + random(4)).map { _ -> LedgerTestBatch.Entry in
            receipt += 1
            let amount = Int64(1 + random(1000))
            codes.append(Code(amount: amount, day: intake.day, partner: partner, free: intake.day))
            return .payment("K\(receipt)", receipt: receipt, amount: amount)
        }
        try LedgerTestBatch(intake, partner: partner, entries).post(to: ledger)
    }

    private func free(_ partner: String) -> [Int] {
        codes.indices.filter { codes[$0].partner == partner && codes[$0].cancelled == nil && codes[$0].listing == nil }
    }

    private mutating func cancel() throws {
        let partner = anyPartner()
        let free = free(partner)
        guard !free.isEmpty else { return }
        let (place, intake) = (free[random(free.count)], nextIntake())
        codes[place].cancelled = max(intake.day, codes[place].free)
        try ledger.post(.adjustment(intake, by: random(2) == 0 ? .agency : .partner(partner), of: partner, cancelled: [Int64(place + 1)]))
    }

    private mutating func list() throws {
        let (partner, number) = (anyPartner(), "FT-\(random(6))")
        let chosen = free(partner).filter { _ in random(2) == 0 }.reversed()
        let isUsed = transfers.contains { $0.partner == partner && $0.number == number && $0.takenBack == nil }
        guard !chosen.isEmpty, !isUsed else { return }
        let intake = nextIntake()
        let total = chosen.reduce(0) { $0 + codes[$1].amount }
        var transfer = Transfer(
            partner: partner, number: number, codes: Array(chosen), total: total, day: chosen.reduce(intake.day) { max($0, codes[$1].free) }
        )
        for other in transfers where other.partner == partner && other.number == number {
            transfer.day = max(transfer.day, other.takenBack ?? transfer.day)
        }
        if let credit = openCredit(partner, number), credits[credit].amount == total {
            transfer.agreed = max(transfer.day, credits[credit].day)
            credits[credit].ended = transfer.agreed
        }
        for place in chosen { codes[place].listing = transfers.count }
        transfers.append(transfer)
        try ledger.post(
            .listing(intake, partner: partner, transfer: number, codes: transfer.codes.map { Int64($0 + 1) }, total: total))
    }

    private func openCredit(_ partner: String, _ number: String) -> Int? {
        credits.indices.first { credits[$0].partner == partner && credits[$0].number == number && credits[$0].ended == nil }
    }

    private mutating func takeBack() throws {
        let open = transfers.indices.filter { transfers[$0].isOpen }
        guard !open.isEmpty else { return }
        let (place, intake) = (open[random(open.count)], nextIntake())
        let transfer = transfers[place]
        transfers[place].takenBack = max(intake.day, transfer.day)
        for code in transfer.codes {
            codes[code].listing = nil
            codes[code].free = max(codes[code].free, max(intake.day, transfer.day))
        }
        let listing = try #require(try ledger.listing(of: transfer.partner, transfer: transfer.number))
        try ledger.post(.adjustment(intake, by: .partner(transfer.partner), of: transfer.partner, takenBack: [listing]))
    }

    private mutating func credit() throws {
        let (partner, number) = (anyPartner(), "FT-\(random(6))")
        let isSettled = transfers.contains { $0.partner == partner && $0.number == number && $0.agreed != nil }
        guard !isSettled else { return }
        let listing = transfers.indices.first { transfers[$0].partner == partner && transfers[$0].number == number && transfers[$0].isOpen }
        let known = openCredit(partner, number)
        // Mostly the money that agrees; a replacement always differs.
        let amount = listing.map { random(4) == 0 ? transfers[$0].total + 1 : transfers[$0].total } ?? Int64(1 + random(2000))
        if let known, credits[known].amount == amount { return }
        let intake = nextIntake()
        var credit = Received(
            partner: partner, number: number, amount: amount, day: max(intake.day, known.map { credits[$0].day } ?? intake.day))
        if let known { credits[known].ended = credit.day }
        var state = CreditState.waits
        if let listing {
            state = transfers[listing].total == amount ? .agrees : .disagrees
            if state == .agrees {
                transfers[listing].agreed = max(transfers[listing].day, credit.day)
                credit.ended = transfers[listing].agreed
            }
        }
        credits.append(credit)
        try ledger.post(.statement(intake, [NewCredit(1, number, amount, state, partner: partner)]))
    }

    /// Closes the open day, and gives the answers about it.
    mutating func closeDay() throws -> [String] {
        let day = today
        _ = try ledger.close(day, at: VietnamTime(day.advanced(by: 1)), partnersUnderContract: [])
        if random(3) == 0 { try ledger.consolidate() }
        closed += 1
        sequences = [sequences[1], 0]
        let answer = try asked(about: day)
        #expect(answer == expected(of: day))
        return answer
    }

    // MARK: the answers about a closed day, of the ledger and of the model

    func asked(about day: Day) throws -> [String] {
        var lines: [String] = []
        try ledger.openCodes(asOf: day, office: "00101", partner: nil, paidBefore: day) {
            lines.append("\($0.payment.code) \($0.state.rawValue) \($0.payment.partner) \($0.payment.amount)")
        }
        lines += try ledger.openTransfers(asOf: day, office: "00101").map {
            "\($0.kind.rawValue) \($0.partner) \($0.transfer) \($0.listed) \($0.credited)"
        }
        for partner in try ledger.partnerDays(of: day, office: "00101") where partner.outstandingMoney > 0 {
            lines.append("\(partner.partner) \(partner.outstandingMoney)")
        }
        return lines
    }

    private func expected(of day: Day) -> [String] {
        var lines: [String] = []
        var outstanding: [String: Int64] = [:]
        for (place, code) in codes.enumerated() where code.day <= day && (code.cancelled ?? .never) > day {
            let standing = transfers.last { $0.codes.contains(place) && $0.day <= day && ($0.takenBack ?? .never) > day }
            if let agreed = standing?.agreed, agreed <= day { continue }
            lines.append("\(place + 1) \(standing == nil ? "GHI_NHAN" : "DA_KE") \(code.partner) \(code.amount)")
            outstanding[code.partner, default: 0] += code.amount
        }
        return lines + openTransfers(of: day) + outstanding.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    }

    private func openTransfers(of day: Day) -> [String] {
        let listings = transfers.filter { $0.day <= day && min($0.takenBack ?? .never, $0.agreed ?? .never) > day }
        let received = credits.filter { $0.day <= day && ($0.ended ?? .never) > day }
        var kinds: [[String]] = [[], [], []]
        for listing in listings {
            let credit = received.first { $0.partner == listing.partner && $0.number == listing.number }
            let kind = credit == nil ? OpenTransfer.Kind.listedOnly : .disagrees
            kinds[credit == nil ? 0 : 2]
                .append("\(kind.rawValue) \(listing.partner) \(listing.number) \(listing.total) \(credit?.amount ?? 0)")
        }
        for credit in received where !listings.contains(where: { $0.partner == credit.partner && $0.number == credit.number }) {
            kinds[1].append("\(OpenTransfer.Kind.creditedOnly.rawValue) \(credit.partner) \(credit.number) 0 \(credit.amount)")
        }
        return kinds.flatMap { $0.sorted() }
    }
}

extension Day {
    fileprivate static let never = Day(number: .max)
}
