import Contributions
import Foundation

// What must become of the month's files, reckoned a second time: plain arrays that are searched from end to end, written from the
// contract's words (money.md, exchange.md, rules.md) and not from the program. Of the rules of payments it knows those that the
// script breaks. Codes are named by the payment's key.

/// What a file's answers must say.
struct ExpectedAnswer: Equatable {
    /// CHAP_NHAN, MOT_PHAN or TU_CHOI.
    var status = ""
    var found = 0
    var recorded = 0
    var onRecord = 0
    var refused = 0
    /// MA_LOI of DS_LOI_TEP, in order.
    var faults: [String] = []
    /// Of the XN, an entry a line: STT, key, and what else the document's answer says.
    var accepted: [String] = []
    /// Of the TC, a refused entry a line: STT, key, MA_LOI.
    var refusals: [String] = []
}

/// A file as it was claimed.
struct MonthFile {
    /// Nil: the agency.
    var owner: String?
    var office: String
    var batch: String
    var document: MonthDocument
    var text: String
    var claimedOn: Day
    /// Ngày ghi nhận.
    var recordedOn: Day
}

struct MonthReckoning {
    /// A recorded payment and what became of it.
    struct Code {
        let payment: MonthPayment
        let office: String
        let claimedOn: Day
        let recordedOn: Day
        /// Each change with its day, oldest first.
        var states: [(on: Day, state: String)]

        var state: String { states.last!.state }
        var cancelledOn: Day? { states.first { $0.state == "DA_HUY" }?.on }
        func state(asOf day: Day) -> String? { states.last { $0.on <= day }?.state }
        /// Recorded, not cancelled, not remitted.
        func isOpen(asOf day: Day) -> Bool { ["GHI_NHAN", "DA_KE"].contains(state(asOf: day)) }
    }

    struct Listing {
        let partner: String
        let office: String
        let transfer: String
        let transferredOn: Day
        let codes: [String]
        let money: Int64
        let recordedOn: Day
        var takenBackOn: Day?
        var creditedOn: Day?

        var stands: Bool { takenBackOn == nil }
        func isOpen(asOf day: Day) -> Bool {
            recordedOn <= day && !(takenBackOn.map { $0 <= day } ?? false) && !(creditedOn.map { $0 <= day } ?? false)
        }
    }

    struct Credit {
        let content: MonthCredit
        let office: String
        let recordedOn: Day
        /// When it agreed with a listing; when another content took its place.
        var agreedOn: Day?
        var replacedOn: Day?

        func isOpen(asOf day: Day) -> Bool {
            recordedOn <= day && !(agreedOn.map { $0 <= day } ?? false) && !(replacedOn.map { $0 <= day } ?? false)
        }
    }

    /// What a file adds to TONG-HOP.
    struct Dropped {
        let partner: String
        let office: String
        let batch: String
        let isPayments: Bool
        let claimedOn: Day
        let recordedOn: Day
        /// An XN was written.
        var isRecorded = false
        var found = 0
        var recorded = 0
        var onRecord = 0
        var refused = 0
        var recordedMoney: Int64 = 0
        var onRecordMoney: Int64 = 0
        var refusedMoney: Int64 = 0
        var lateEntries = 0
        var takenOver = 0
        var suspectedPersons = 0
    }

    private(set) var codes: [Code] = []
    private(set) var listings: [Listing] = []
    private(set) var credits: [Credit] = []
    private(set) var dropped: [Dropped] = []
    /// MA_XAC_NHAN by key, as the answers told them.
    var confirmationCodes: [String: String] = [:]
    private var recordedTexts: [(owner: String?, text: String)] = []

    /// HAN_CAP_NHAT, HAN_HUY.
    private static let daysToEnter = 1
    private static let daysToCancel = 3

    // MARK: files

    mutating func take(_ file: MonthFile) -> ExpectedAnswer {
        if recordedTexts.contains(where: { $0.owner == file.owner && $0.text == file.text }) { return replay(of: file) }
        var answer = ExpectedAnswer()
        var figures = file.owner.map { owner in figure(file, of: owner) }
        switch file.document {
        case .payments(let payments, let countOff): take(payments, countOff, file, &answer, &figures)
        case .adjustment(let partner, let cancelled, let takenBack): adjust(partner, cancelled, takenBack, file, &answer)
        case .listing(let transfer, let day, let codes, let money): list(transfer, day, codes, money, file, &answer)
        case .statement(let entries): credit(entries, file, &answer)
        case .masterData(let text): answer.recorded = text.components(separatedBy: "<TU_NGAY>").count - 1
        case .rubbish: answer.faults = ["TEP06"]
        }
        answer.found = answer.recorded + answer.onRecord + answer.refused
        let isRecorded = answer.recorded + answer.onRecord != 0
        answer.status = !isRecorded ? "TU_CHOI" : answer.refused == 0 ? "CHAP_NHAN" : "MOT_PHAN"
        if answer.recorded != 0 { recordedTexts.append((file.owner, file.text)) }
        if var figures {
            figures.isRecorded = isRecorded
            if figures.isPayments {
                (figures.found, figures.recorded) = (answer.found, answer.recorded)
                (figures.onRecord, figures.refused) = (answer.onRecord, answer.refused)
            }
            dropped.append(figures)
        }
        return answer
    }

    private func figure(_ file: MonthFile, of owner: String) -> Dropped {
        var isPayments = false
        // What names no office counts with the partner's first.
        var office = file.office
        switch file.document {
        case .payments: isPayments = true
        case .rubbish: office = MonthParties.contracts.filter { $0.partner == owner }.map(\.office).min()!
        default: break
        }
        return Dropped(
            partner: owner, office: office, batch: file.batch, isPayments: isPayments, claimedOn: file.claimedOn,
            recordedOn: file.recordedOn)
    }

    /// The same bytes again: the first answer once more; what was recorded then is on record now.
    private mutating func replay(of file: MonthFile) -> ExpectedAnswer {
        var answer = ExpectedAnswer(status: "REPLAY")
        guard let owner = file.owner else { return answer }
        var figures = figure(file, of: owner)
        figures.isRecorded = true
        if case .payments(let payments, _) = file.document {
            answer.onRecord = payments.count
            (figures.found, figures.onRecord) = (payments.count, payments.count)
            figures.onRecordMoney = payments.map(\.amount).reduce(0, +)
        }
        dropped.append(figures)
        return answer
    }

    // MARK: payments

    private mutating func take(
        _ payments: [MonthPayment], _ countOff: Int, _ file: MonthFile, _ answer: inout ExpectedAnswer, _ figures: inout Dropped?
    ) {
        guard countOff == 0 else {
            answer.faults = ["LO03"]
            answer.refused = payments.count
            figures?.refusedMoney = payments.map(\.amount).reduce(0, +)
            return
        }
        for (index, payment) in payments.enumerated() {
            let entry = "\(index + 1) \(payment.key)"
            if let before = codes.first(where: { $0.payment.key == payment.key && $0.payment.partner == payment.partner }) {
                if before.payment == payment, before.state != "DA_HUY" {
                    answer.onRecord += 1
                    figures?.onRecordMoney += payment.amount
                    answer.accepted.append("\(entry) \(before.recordedOn) CB03")
                } else {
                    refuse(payment, "\(entry) TR01", &answer, &figures)
                }
                continue
            }
            let faults = faults(of: payment)
            if !faults.isEmpty {
                if faults.contains("NT04") { figures?.suspectedPersons += 1 }
                refuse(payment, "\(entry) \(faults.joined(separator: " "))", &answer, &figures)
                continue
            }
            var warnings: [String] = []
            if file.claimedOn - payment.paidOn > Self.daysToEnter { warnings.append("CB01") }
            if isTakenOver(payment) { warnings.append("CB02") }
            if warnings.contains("CB01") { figures?.lateEntries += 1 }
            if warnings.contains("CB02") { figures?.takenOver += 1 }
            codes.append(
                Code(
                    payment: payment, office: file.office, claimedOn: file.claimedOn, recordedOn: file.recordedOn,
                    states: [(file.recordedOn, "GHI_NHAN")]))
            answer.recorded += 1
            figures?.recordedMoney += payment.amount
            answer.accepted.append(([entry, file.recordedOn.description] + warnings).joined(separator: " "))
        }
    }

    private func refuse(_ payment: MonthPayment, _ line: String, _ answer: inout ExpectedAnswer, _ figures: inout Dropped?) {
        answer.refused += 1
        answer.refusals.append(line)
        figures?.refusedMoney += payment.amount
    }

    /// In the order of the rules page.
    private func faults(of payment: MonthPayment) -> [String] {
        let standing = codes.filter { $0.state != "DA_HUY" }.map(\.payment)
        var faults: [String] = []
        if standing.contains(where: { ($0.person == payment.person) != ($0.personalOf == payment.personalOf) }) { faults.append("NT04") }
        if codes.contains(where: { $0.payment.collector.serial == payment.collector.serial && $0.payment.receipt == payment.receipt }) {
            faults.append("BL02")
        }
        let period = payment.fromMonth..<payment.fromMonth + payment.months
        if standing.contains(where: { other in
            (other.person == payment.person || other.personalOf == payment.personalOf) && other.product == payment.product
                && period.overlaps(other.fromMonth..<other.fromMonth + other.months)
        }) {
            faults.append("TR03")
        }
        if payment.wrongBy != 0 { faults.append("MD06") }
        return faults
    }

    /// CB02.
    private func isTakenOver(_ payment: MonthPayment) -> Bool {
        guard ["ON", "DT"].contains(payment.plan) else { return false }
        let last = codes.last {
            $0.state != "DA_HUY" && $0.payment.product == payment.product
                && ($0.payment.person == payment.person || $0.payment.personalOf == payment.personalOf)
        }
        return last.map { $0.payment.partner != payment.partner } ?? false
    }

    // MARK: the money's way

    private func place(of key: String) -> Int? { codes.firstIndex { $0.payment.key == key } }

    private mutating func adjust(
        _ partner: String, _ cancelled: [String], _ takenBack: [String], _ file: MonthFile, _ answer: inout ExpectedAnswer
    ) {
        func isTooLate(_ day: Day) -> Bool { file.owner != nil && file.claimedOn - day > Self.daysToCancel }
        for (index, key) in cancelled.enumerated() {
            let code = place(of: key).map { codes[$0] }
            let fault: String? =
                switch code?.state {
                case nil: "DC01"
                case _ where code?.payment.partner != partner: "DC01"
                case "DA_HUY": "DC02"
                case "DA_KE", "DA_NOP": "DC03"
                default: isTooLate(code!.recordedOn) ? "DC04" : nil
                }
            note(fault, "\(index + 1) \(key)", accepted: " \(file.recordedOn)", &answer)
            if fault == nil { codes[place(of: key)!].states.append((file.recordedOn, "DA_HUY")) }
        }
        for (index, transfer) in takenBack.enumerated() {
            let own = listings.indices.filter { listings[$0].partner == partner && listings[$0].transfer == transfer }
            let standing = own.first { listings[$0].stands }
            let fault: String? =
                if own.isEmpty {
                    "DC01"
                } else if let standing {
                    listings[standing].creditedOn != nil ? "DC03" : isTooLate(listings[standing].recordedOn) ? "DC04" : nil
                } else {
                    "DC02"
                }
            note(fault, "\(cancelled.count + index + 1) \(transfer)", accepted: " \(file.recordedOn)", &answer)
            guard fault == nil, let standing else { continue }
            listings[standing].takenBackOn = file.recordedOn
            for key in listings[standing].codes { codes[place(of: key)!].states.append((file.recordedOn, "GHI_NHAN")) }
        }
    }

    private func note(_ fault: String?, _ entry: String, accepted: String, _ answer: inout ExpectedAnswer) {
        if let fault {
            answer.refused += 1
            answer.refusals.append("\(entry) \(fault)")
        } else {
            answer.recorded += 1
            answer.accepted.append(entry + accepted)
        }
    }

    private mutating func list(
        _ transfer: String, _ day: Day, _ keys: [String], _ money: Int64, _ file: MonthFile, _ answer: inout ExpectedAnswer
    ) {
        let partner = file.owner!
        var faults: [String] = []
        for (index, key) in keys.enumerated() {
            if let code = place(of: key).map({ codes[$0] }), code.payment.partner == partner, code.office == file.office {
                if code.state == "DA_HUY" {
                    faults.append("KN02")
                } else if code.state != "GHI_NHAN" || keys[..<index].contains(key) {
                    faults.append("KN03")
                }
            } else {
                faults.append("KN01")
            }
        }
        let sum = keys.compactMap { place(of: $0).map { codes[$0].payment.amount } }.reduce(0, +)
        if faults.isEmpty, sum != money { faults.append("KN04") }
        if listings.contains(where: { $0.partner == partner && $0.transfer == transfer && $0.stands }) { faults.append("KN05") }
        guard faults.isEmpty else {
            answer.faults = faults.sorted()
            answer.refused = keys.count
            return
        }
        answer.recorded = keys.count
        answer.accepted = keys.enumerated().map { "\($0 + 1) \($1)" }
        listings.append(
            Listing(
                partner: partner, office: file.office, transfer: transfer, transferredOn: day, codes: keys, money: money,
                recordedOn: file.recordedOn))
        for key in keys { codes[place(of: key)!].states.append((file.recordedOn, "DA_KE")) }
        if let credit = credits.lastIndex(where: { $0.content.partner == partner && $0.content.transfer == transfer }),
            credits[credit].agreedOn == nil, credits[credit].content.amount == money
        {
            settle(listings.count - 1, credit, on: file.recordedOn)
        }
    }

    private mutating func settle(_ listing: Int, _ credit: Int, on day: Day) {
        listings[listing].creditedOn = day
        credits[credit].agreedOn = day
        for key in listings[listing].codes { codes[place(of: key)!].states.append((day, "DA_NOP")) }
    }

    private mutating func credit(_ entries: [MonthCredit], _ file: MonthFile, _ answer: inout ExpectedAnswer) {
        for (index, entry) in entries.enumerated() {
            let line = "\(index + 1) \(entry.transfer)"
            let before = credits.lastIndex { $0.content.partner == entry.partner && $0.content.transfer == entry.transfer }
            let listing = listings.firstIndex { $0.partner == entry.partner && $0.transfer == entry.transfer && $0.stands }
            if let before, credits[before].content == entry {
                let state = credits[before].agreedOn != nil ? "KHOP" : listing != nil ? "LECH" : "CHO"
                answer.onRecord += 1
                answer.accepted.append("\(line) \(state)")
                continue
            }
            if let before {
                if credits[before].agreedOn != nil {
                    answer.refused += 1
                    answer.refusals.append("\(line) SK01")
                    continue
                }
                credits[before].replacedOn = file.recordedOn
            }
            credits.append(Credit(content: entry, office: file.office, recordedOn: file.recordedOn))
            answer.recorded += 1
            let agrees = listing.map { listings[$0].money == entry.amount } ?? false
            answer.accepted.append("\(line) \(agrees ? "KHOP" : listing != nil ? "LECH" : "CHO")")
            if agrees { settle(listing!, credits.count - 1, on: file.recordedOn) }
        }
    }
}
