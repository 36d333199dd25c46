import Contributions
import ExchangeTesting

// Days on which everybody cancels, lists, takes back and credits whatever comes to mind: most of it is refused for one reason or
// another, and all of it must be refused for the right one. Drawn from a seed; nothing is known of what becomes of a file.

extension ScriptedMonth {
    /// The first days of the month, so many.
    init(disorderly days: Int, seed: UInt64) {
        self.init(draws: Draws(seed))
        send(1, "080000", nil, MonthParties.office, "DM-1", .masterData(MonthParties.registry))
        var disorder = Disorder()
        for day in 1...days {
            for (place, contract) in MonthParties.contracts.enumerated() {
                let payments = (0..<draws.among(1...3)).map { _ in payment(day, draws.pick(Disorder.collectors[place])) }
                sendPayments(day, "09000\(place)", payments, contract.office, pooled: false)
                disorder.payments[place] += payments
            }
            for number in 0..<draws.among(4...9) {
                let (time, place) = ("1\(number)0000", draws.below(MonthParties.contracts.count))
                drop(day, time, disorder.next(of: place, by: &draws), MonthParties.contracts[place].office, "M-\(files)", disorder.document)
                if draws.below(3) > 0 { add(day, time, .round) }
            }
            // The day is closed in its night, or late.
            if draws.once(in: 4) { add(day + 1, "074500", .restart) }
            add(day + 1, draws.pick(["000500", "000500", "080000"]), .round)
        }
        finish()
    }
}

/// What comes to mind.
private struct Disorder {
    /// Of each contract, by their places.
    static let collectors = [[0, 1], [3], [5], [2]]
    var payments: [[MonthPayment]] = Array(repeating: [], count: MonthParties.contracts.count)
    /// The payments that a transfer is mostly said to be for.
    private var meant: [String: [MonthPayment]] = [:]
    private(set) var document = MonthDocument.rubbish("")

    /// Draws the next document about a contract; who sends it.
    mutating func next(of place: Int, by draws: inout Draws) -> String? {
        let partner = MonthParties.contracts[place].partner
        switch draws.below(5) {
        case 0:
            let cancelled = draws.once(in: 5) ? [] : some(of: place, &draws).map(\.key)
            let takenBack = cancelled.isEmpty || draws.once(in: 3) ? (0..<draws.among(1...2)).map { _ in transfer(place, &draws) } : []
            document = .adjustment(of: partner, cancelled: cancelled, takenBack: takenBack)
            return draws.once(in: 4) ? nil : partner
        case 1, 2:
            let transfer = transfer(place, &draws)
            let listed = draws.once(in: 4) ? some(of: place, &draws) : isMeant(by: transfer, place, &draws)
            let money = listed.map(\.amount).reduce(0, +) + (draws.once(in: 10) ? 1 : 0)
            document = .listing(transfer: transfer, on: payments[place].last!.paidOn, codes: listed.map(\.key), money: money)
            return partner
        default:
            document = .statement(
                (0..<draws.among(1...3)).map { _ in
                    let transfer = transfer(place, &draws)
                    let money = isMeant(by: transfer, place, &draws).map(\.amount).reduce(0, +)
                    return MonthCredit(
                        transfer: transfer, partner: partner, amount: money + (draws.once(in: 4) ? 1000 : 0),
                        creditedOn: payments[place].last!.paidOn.advanced(by: draws.pick([-1, 0, 0, 0, 1])))
                })
            return nil
        }
    }

    private func transfer(_ place: Int, _ draws: inout Draws) -> String { "FT-\(place)-\(draws.below(7))" }

    /// Mostly the contract's own and young; the same may come twice.
    private func some(of place: Int, _ draws: inout Draws) -> [MonthPayment] {
        (0..<draws.among(1...3)).map { _ in
            if draws.once(in: 8) { return draws.pick(payments[draws.below(payments.count)]) }
            return draws.pick(draws.once(in: 3) ? payments[place] : payments[place].suffix(5))
        }
    }

    private mutating func isMeant(by transfer: String, _ place: Int, _ draws: inout Draws) -> [MonthPayment] {
        if let known = meant[transfer], !draws.once(in: 12) { return known }
        var chosen: [MonthPayment] = []
        for payment in some(of: place, &draws) where !chosen.contains(payment) { chosen.append(payment) }
        meant[transfer] = chosen
        return chosen
    }
}
