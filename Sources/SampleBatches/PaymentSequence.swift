// One file's payments in order, with the faults that the plan wants among them. What depends on earlier payments of the file
// (households, and faults that repeat an earlier good key or receipt) is remembered here, so that going through a file twice,
// once for its total and once to write it, gives the same payments.

import Contributions

struct PaymentSequence {
    private let draw: PaymentDraw
    private let firstIndex: Int
    private let firstPlace: Int
    private let count: Int
    private var next = 0
    private var household = PaymentDraw.Household()
    /// The last good payment of the file so far, by index.
    private var lastGood: Int?
    /// Each collector's last receipt of a good payment of the file so far; 0 is none.
    private var goodReceipts: [Int]

    init(_ draw: PaymentDraw, file: Int) {
        self.draw = draw
        firstIndex = draw.plan.payments(beforeFile: file)
        firstPlace = draw.plan.payments(ofPartnerBeforeFile: file)
        count = draw.plan.payments(inFile: file)
        goodReceipts = Array(repeating: 0, count: draw.registry.collectorsPerPartner)
    }

    /// The next payment, or nil after the last.
    mutating func nextPayment() -> SamplePayment? {
        guard next < count else { return nil }
        var payment = draw.payment(firstIndex + next, place: firstPlace + next, household: &household)
        next += 1
        if let ordinal = draw.plan.faultOrdinal(ofPayment: payment.index) {
            giveFault(ordinal, to: &payment)
        } else {
            lastGood = payment.index
            goodReceipts[payment.collector] = payment.receipt
        }
        return payment
    }

    private func giveFault(_ ordinal: Int, to payment: inout SamplePayment) {
        let table = SampleFault.table
        for turn in 0..<table.count {
            let choice = (ordinal + turn) % table.count
            guard let borrowed = borrowed(for: table[choice].needs, payment) else { continue }
            payment.fault = choice
            payment.borrowed = borrowed
            return
        }
        preconditionFailure("some faults need nothing")
    }

    /// What the fault borrows (0 when nothing), or nil when the payment cannot carry it.
    private func borrowed(for need: SampleFault.Need, _ payment: SamplePayment) -> Int? {
        switch need {
        case .nothing: 0
        case .anotherPartner: draw.plan.partners > 1 ? 0 : nil
        case .kind(let kind): payment.product.kind == kind ? 0 : nil
        case .earlierKey: lastGood
        case .earlierReceipt: goodReceipts[payment.collector] > 0 ? goodReceipts[payment.collector] : nil
        }
    }
}
