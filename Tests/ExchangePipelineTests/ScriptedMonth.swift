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

    private let one = MonthParties.one
    private let two = MonthParties.two
    private let three = MonthParties.three
    private let office = MonthParties.office
    private let otherOffice = MonthParties.otherOffice

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
        for (second, change) in [60, 250, 350, 450].enumerated() { add(31, "00050\(second + 1)", dies(change: change)) }
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

    // MARK: days placed by hand

    /// - Parameter first: partner one's payment of the 2nd, which nobody lists.
    private mutating func firstHalf(_ first: MonthPayment) {
        // Cancelled and sent again: the key stays used, the receipt too; the person may pay anew.
        let cancelled = payment(5, 0, plan: "TM"), cancelledNewcomer = payment(5, 1, plan: "TM")
        sendPayments(5, "093000", [cancelled, cancelledNewcomer], pooled: false)
        send(5, "143000", one, office, "H-5B", .adjustment(of: one, cancelled: [cancelled.key, cancelledNewcomer.key]))
        var anew = payment(6, 0), sameReceipt = payment(6, 0), wrong = payment(6, 0)
        (anew.person, anew.personalOf) = (cancelled.person, cancelled.person)
        sameReceipt.receipt = cancelled.receipt
        wrong.wrongBy = 1
        sendPayments(6, "093000", [cancelled, anew, sameReceipt, wrong], pooled: false)

        // A credit before its listing.
        let early = [payment(7, 3), payment(7, 4, .pension)]
        sendPayments(7, "093500", early, pooled: false, name: "early.xml")
        state(8, "103500", [credit("FT-B-EARLY", early, 8)])
        list(9, "161000", "FT-B-EARLY", early)
        again(10, "093500", two, "early-again.xml", of: "early.xml")
        state(23, "110600", [credit("FT-B-EARLY", early, 8)])

        // Two persons' numbers in one payment; a payment on record, beside a new one; a period paid for already.
        sendPayments(2, "094500", [first], pooled: false)
        var mixed = payment(8, 3)
        (mixed.personalOf, mixed.fromMonth) = (first.person, 12)
        sendPayments(8, "094500", [mixed, payment(8, 3)], pooled: false)
        sendPayments(9, "094500", [first, payment(9, 0)], pooled: false)
        var overlapping = payment(11, 0, months: 6)
        (overlapping.person, overlapping.personalOf, overlapping.fromMonth) = (first.person, first.person, 2)
        sendPayments(11, "094500", [overlapping], pooled: false)
        send(11, "113000", three, office, "C", .payments([payment(11, 5)], countOff: 1))
        send(11, "114000", two, office, "", .rubbish("không phải XML\n"))

        // A credit of other money, put right three days later.
        let differing = [payment(9, 0)]
        sendPayments(9, "095500", differing, pooled: false)
        list(9, "162000", "FT-A-DIFF", differing)
        var less = credit("FT-A-DIFF", differing, 10)
        less.amount -= 1000
        state(10, "104000", [less])
        state(13, "104000", [credit("FT-A-DIFF", differing, 12)])

        // Every fault of an adjustment.
        let good = payment(12, 0), listed = early[0]
        sendPayments(12, "095000", [good], pooled: false)
        send(
            12, "145000", one, office, "H-12B",
            .adjustment(
                of: one, cancelled: ["POS9999999999", listed.key, cancelled.key, first.key, good.key, good.key],
                takenBack: ["FT-NOBODY", "FT/00101/1-10", "FT-B-EARLY"]))
        send(12, "145500", two, office, "H-12", .adjustment(of: two, cancelled: [listed.key]))

        // Claimed ten seconds before midnight, posted when the new day has begun; then a day without any payment.
        drop(14, "235949", one, office, "A", .payments([payment(14, 0), payment(14, 1)]))
        add(14, "235950", .claim(one))
        add(15, "000300", .round)
    }

    private mutating func secondHalf(_ first: MonthPayment) {
        // A day with cancellations alone: too late for the partner, never for the agency.
        let old = payment(11, 5), young = [payment(14, 0), payment(14, 1, .pension)], other = payment(14, 4)
        sendPayments(11, "115000", [old], pooled: false)
        sendPayments(14, "095000", young, pooled: false)
        sendPayments(14, "105000", [other], pooled: false)
        send(16, "085000", three, office, "H-16", .adjustment(of: three, cancelled: [old.key]))
        send(16, "090000", one, office, "H-16", .adjustment(of: one, cancelled: young.map(\.key)))
        send(16, "091000", two, office, "H-16", .adjustment(of: two, cancelled: [other.key]))
        send(16, "093000", nil, office, "H-16", .adjustment(of: three, cancelled: [old.key]))

        // A listing that disagrees with its credit, taken back and listed anew.
        let anew = [payment(17, 0), payment(17, 1)]
        sendPayments(17, "093000", anew, pooled: false)
        list(17, "162000", "FT-A-BACK", [anew[0]])
        state(18, "104500", [credit("FT-A-BACK", anew, 18)])
        send(19, "105000", one, office, "H-19B", .adjustment(of: one, takenBack: ["FT-A-BACK"]))
        list(20, "162000", "FT-A-BACK", anew)

        // That payment's person goes on with partner two.
        var successor = payment(18, 3)
        (successor.person, successor.personalOf, successor.fromMonth) = (first.person, first.person, 12)
        sendPayments(18, "105000", [successor], pooled: false)

        // A listing that no credit comes for, one taken back and not listed again, a credit that no listing comes for.
        let never = [payment(21, 0), payment(20, 1)], gone = [payment(22, 0)]
        sendPayments(21, "093000", never, pooled: false)
        list(21, "163000", "FT-A-NEVER", never)
        sendPayments(22, "093000", gone, pooled: false)
        list(22, "163000", "FT-A-GONE", gone)
        send(23, "090000", one, office, "H-23", .adjustment(of: one, takenBack: ["FT-A-GONE"]))
        send(24, "090000", one, office, "H-24", .adjustment(of: one, takenBack: ["FT-A-GONE"]))
        send(25, "090000", one, office, "H-25", .adjustment(of: one, takenBack: ["FT-A-NEVER"]))
        let ghost = MonthCredit(transfer: "FT-B-GHOST", partner: two, amount: 123_456, creditedOn: Self.day(22), remark: "không rõ")
        send(22, "105500", nil, office, "SK-GHOST", .statement([ghost]), name: "ghost.xml")
        again(23, "110000", nil, "ghost-again.xml", of: "ghost.xml")
        send(22, "080000", nil, office, "DM-2", .masterData(MonthParties.longerToRemit(from: Self.longerFrom.description)))
        state(23, "110500", [ghost, MonthCredit(transfer: "FT-A-DIFF", partner: one, amount: 1, creditedOn: Self.day(12))])

        // A listing refused for every fault, then for its sum, then right.
        let right = [payment(24, 0), payment(24, 1, .pension)], elsewhere = payment(24, 2)
        sendPayments(24, "093000", right, pooled: false)
        sendPayments(24, "094000", [elsewhere], otherOffice, pooled: false)
        send(
            24, "161000", one, office, "N-24A",
            .listing(
                transfer: "FT-A-DIFF", on: Self.day(24),
                codes: [elsewhere.key, "nobody's", right[0].key, young[0].key, never[0].key, successor.key, right[0].key], money: 1))
        let sum = right.map(\.amount).reduce(0, +)
        send(24, "161500", one, office, "N-24B", .listing(transfer: "FT-A-24", on: Self.day(24), codes: right.map(\.key), money: sum - 1))
        send(24, "162000", one, office, "N-24B", .listing(transfer: "FT-A-24", on: Self.day(24), codes: right.map(\.key), money: sum))

        // A file of the new day is posted before the old day is closed.
        send(25, "000300", two, office, "B", .payments([payment(25, 3)]))

        // The daemon is down all the 26th; what came meanwhile is claimed, and the day closed, on the 27th.
        let waiting = [payment(25, 3), payment(25, 4)]
        sendPayments(25, "105000", waiting, pooled: false)
        drop(26, "100000", one, office, "A", .payments([payment(26, 0), payment(24, 1)]))
        drop(
            26, "110000", two, office, "N-26",
            .listing(transfer: "FT-B-26", on: Self.day(26), codes: waiting.map(\.key), money: waiting.map(\.amount).reduce(0, +)))
        drop(26, "120000", nil, office, "SK-26", .statement([credit("FT-B-26", waiting, 26)]))
        add(27, "085900", .restart)
        add(27, "090000", .round)
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

    private mutating func list(
        _ day: Int, _ time: String, _ transfer: String, _ payments: [MonthPayment], _ office: String = MonthParties.office
    ) {
        let money = payments.map(\.amount).reduce(0, +)
        send(
            day, time, payments[0].partner, office, "N-\(files)",
            .listing(transfer: transfer, on: Self.day(day), codes: payments.map(\.key), money: money))
    }

    private mutating func state(_ day: Int, _ time: String, _ credits: [MonthCredit], _ office: String = MonthParties.office) {
        send(day, time, nil, office, "SK-\(files)", .statement(credits))
    }

    private func credit(_ transfer: String, _ payments: [MonthPayment], _ day: Int) -> MonthCredit {
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

    private mutating func again(_ day: Int, _ time: String, _ owner: String?, _ name: String, of first: String) {
        add(day, time, .dropAgain(owner: owner, name: name, of: first))
        add(day, time, .round)
    }

    mutating func add(_ day: Int, _ time: String, _ step: Step) {
        steps.append((VietnamTime(Self.day(day).description + time)!, step))
    }
}
