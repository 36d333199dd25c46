import Contributions

// DIEU_CHINH, BANG_KE_NOP and SAO_KE in the reckoning: what becomes of codes, listings and credits. An entry sees what the earlier
// ones of its file did.

extension MonthReckoning {
    private func place(of key: String) -> Int? { codes.firstIndex { $0.payment.key == key } }

    mutating func adjust(
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

    mutating func list(
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

    mutating func credit(_ entries: [MonthCredit], _ file: MonthFile, _ answer: inout ExpectedAnswer) {
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
