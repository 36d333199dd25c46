import Contributions
import ExchangeTesting

// The script of the month, November 2026: what everybody sends and what happens to the daemon, by moment. Ordinary days are drawn
// from a seed; the days that something is to be learnt from are placed by hand. The script knows nothing of what becomes of a file.

struct ScriptedMonth {
    enum Step {
        /// A file comes into an inbox; nil: the agency's.
        case drop(owner: String?, office: String, batch: String, name: String, MonthDocument)
        /// The very bytes of a file that was dropped before.
        case dropAgain(owner: String?, name: String, of: String)
        /// The daemon claims what a partner's inbox holds, and is not yet done with it.
        case claim(String)
        /// The daemon does all that it can do now.
        case round
        /// A daemon is started that dies after it has made so many reports, or at so many changes to the disk, in the middle of its first
        /// round; then a new one is started.
        case roundThatDies(afterReports: Int?, atChange: Int?)
        case restart
    }

    private(set) var steps: [(at: VietnamTime, step: Step)] = []
    var draws: Draws
    /// Of each partner and office: good payments that no listing has yet, oldest first.
    private var pool: [String: [MonthPayment]] = [:]
    private var counter = 0
    private(set) var files = 0

    static let firstDay = Day("20261101")!
    static let lastDay = Day("20261130")!
    /// From then on the registry gives partners five days to remit what is paid from `longerFrom` on.
    static let longerKnownOn = day(22)
    static let longerFrom = day(15)

    static func day(_ number: Int) -> Day { firstDay.advanced(by: number - 1) }

    let one = MonthParties.one
    let two = MonthParties.two
    let three = MonthParties.three
    let office = MonthParties.office
    let otherOffice = MonthParties.otherOffice

    /// Nothing happens.
    init(draws: Draws) { self.draws = draws }

    init(seed: UInt64) {
        self.init(draws: Draws(seed))
        send(1, "080000", nil, office, "DM-1", .masterData(MonthParties.registry))
        for day in 1...30 {
            ordinaryPayments(day)
            ordinaryRemittances(day)
            if day > 1, day != 27 { add(day, "000500", day == 5 ? dies(reports: 5) : day == 7 ? dies(change: 60) : .round) }
            if day == 5 || day == 7 { add(day, "000510", .round) }
        }
        let first = payment(2, 0, months: 3)
        firstHalf(first)
        secondHalf(first)
        add(31, "000500", dies(reports: 15))
        for (second, change) in [60, 150, 200, 245].enumerated() { add(31, "00050\(second + 1)", dies(change: change)) }
        add(31, "000510", .round)
        finish()
    }

    mutating func finish() {
        steps = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        numberBatches()
    }

    /// Batches of payments are numbered as they are sent, by partner and office; partner one leaves out its fourth.
    private mutating func numberBatches() {
        var numbers: [String: Int] = [:]
        for index in steps.indices {
            guard case .drop(let owner, let office, let letter, let name, let document) = steps[index].step, letter.count == 1 else {
                continue
            }
            numbers[letter, default: 0] += letter == "A" && numbers[letter] == 3 ? 2 : 1
            let batch = "\(letter)-\(Digits.padded(numbers[letter]!, to: 4))"
            steps[index].step = .drop(owner: owner, office: office, batch: batch, name: name, document)
        }
    }

    private func dies(reports: Int? = nil, change: Int? = nil) -> Step { .roundThatDies(afterReports: reports, atChange: change) }

    // MARK: ordinary days

    /// Partner three falls silent on the 20th; nobody pays on the 15th and 16th; the daemon is down on the 26th.
    private mutating func ordinaryPayments(_ day: Int) {
        guard ![15, 16, 26].contains(day) else { return }
        sendPayments(day, "091000", ordinary(draws.among(1...3), day, draws.pick([0, 1])))
        if day % 5 == 2 { sendPayments(day, "092000", ordinary(draws.among(1...2), day, 2), otherOffice) }
        if day % 3 != 0 { sendPayments(day, "101000", ordinary(draws.among(1...3), day, draws.pick([3, 4]))) }
        if day < 20 { sendPayments(day, "111000", ordinary(draws.among(1...2), day, 5)) }
    }

    /// Partner one lists every other day, two every fourth, three until the 10th. Credits come a day or two later.
    private mutating func ordinaryRemittances(_ day: Int) {
        if day % 2 == 0, ![14, 16, 26].contains(day) { remit(day, "150000", one, office, after: 1, keeping: 1) }
        if day % 10 == 8 { remit(day, "151000", one, otherOffice, after: 1, keeping: 0) }
        if day % 4 == 1, day != 13 { remit(day, "153000", two, office, after: 2, keeping: 2) }
        if [3, 6, 9].contains(day) { remit(day, "160000", three, office, after: 1, keeping: 0) }
        if [5, 12, 19].contains(day), let last = pool[one + office]?.popLast() {
            send(day, "140000", one, office, "H-\(day)", .adjustment(of: one, cancelled: [last.key]))
        }
    }

    private mutating func remit(_ day: Int, _ time: String, _ partner: String, _ office: String, after days: Int, keeping: Int) {
        let listed = Array((pool[partner + office] ?? []).dropLast(keeping))
        guard !listed.isEmpty else { return }
        pool[partner + office]?.removeFirst(listed.count)
        let transfer = "FT/\(office)/\(partner.suffix(1))-\(day)"
        list(day, time, transfer, listed, office)
        guard day + days <= 30, day + days != 26 else { return }
        state(day + days, "103000", [credit(transfer, listed, day + days)], office)
    }

    private mutating func ordinary(_ count: Int, _ day: Int, _ collector: Int) -> [MonthPayment] {
        (0..<count).map { _ in
            let isPension = draws.once(in: 4)
            // The second collector wins nobody.
            let isNew = collector != 1 && draws.once(in: 4)
            return payment(
                day - draws.pick([0, 0, 0, 0, 1, 1, 2, 4]), collector, isPension ? .pension : .health,
                plan: isNew ? "TM" : nil, months: draws.pick([3, 6, 12]))
        }
    }

    // MARK: putting it together

    /// A good payment of a person of its own; renewed or continued when no PHUONG_AN is named.
    mutating func payment(
        _ day: Int, _ collector: Int, _ product: MonthPayment.Product = .health, plan: String? = nil, months: Int = 6
    ) -> MonthPayment {
        counter += 1
        return MonthPayment(
            key: "GD-\(Digits.padded(counter, to: 4))", collector: MonthParties.collectors[collector], product: product,
            plan: plan ?? (product == .pension ? "DT" : "ON"), months: months, person: counter, personalOf: counter, paidOn: Self.day(day),
            receipt: counter)
    }

    mutating func sendPayments(
        _ day: Int, _ time: String, _ payments: [MonthPayment], _ office: String = MonthParties.office, pooled: Bool = true,
        name: String? = nil
    ) {
        let partner = payments[0].partner
        let letter = office == otherOffice ? "X" : [one: "A", two: "B", three: "C"][partner]!
        if pooled { pool[partner + office, default: []] += payments }
        send(day, time, partner, office, letter, .payments(payments), name: name)
    }

    mutating func list(
        _ day: Int, _ time: String, _ transfer: String, _ payments: [MonthPayment], _ office: String = MonthParties.office
    ) {
        let money = payments.map(\.amount).reduce(0, +)
        send(
            day, time, payments[0].partner, office, "N-\(files)",
            .listing(transfer: transfer, on: Self.day(day), codes: payments.map(\.key), money: money))
    }

    mutating func state(_ day: Int, _ time: String, _ credits: [MonthCredit], _ office: String = MonthParties.office) {
        send(day, time, nil, office, "SK-\(files)", .statement(credits))
    }

    func credit(_ transfer: String, _ payments: [MonthPayment], _ day: Int) -> MonthCredit {
        MonthCredit(
            transfer: transfer, partner: payments[0].partner, amount: payments.map(\.amount).reduce(0, +), creditedOn: Self.day(day))
    }

    mutating func send(
        _ day: Int, _ time: String, _ owner: String?, _ office: String, _ batch: String, _ document: MonthDocument, name: String? = nil
    ) {
        drop(day, time, owner, office, batch, document, name: name)
        add(day, time, .round)
    }

    mutating func drop(
        _ day: Int, _ time: String, _ owner: String?, _ office: String, _ batch: String, _ document: MonthDocument, name: String? = nil
    ) {
        files += 1
        let name = name ?? "T\(Digits.padded(files, to: 4)).xml"
        add(day, time, .drop(owner: owner, office: office, batch: batch, name: name, document))
    }

    mutating func again(_ day: Int, _ time: String, _ owner: String?, _ name: String, of first: String) {
        add(day, time, .dropAgain(owner: owner, name: name, of: first))
        add(day, time, .round)
    }

    mutating func add(_ day: Int, _ time: String, _ step: Step) {
        steps.append((VietnamTime(Self.day(day).description + time)!, step))
    }
}
