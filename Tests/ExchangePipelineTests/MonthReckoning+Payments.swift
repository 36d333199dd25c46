import Contributions

// DANH_SACH_THU in the reckoning: the rules that the script breaks, each asked of all payments on record.

extension MonthReckoning {
    mutating func take(
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
}
