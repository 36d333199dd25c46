import Contributions

// The days of the script that something is to be learnt from.

extension ScriptedMonth {
    /// - Parameter first: partner one's payment of the 2nd, which nobody lists.
    mutating func firstHalf(_ first: MonthPayment) {
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

    mutating func secondHalf(_ first: MonthPayment) {
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
}
