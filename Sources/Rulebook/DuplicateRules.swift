import Contributions

// TR: the same payment again (rules.md section 6), asked right after the format and silencing sections 4 to 7.

enum DuplicateRules {
    enum Answer {
        case nothing
        case finding(Finding)
        case onRecord(Int64)
    }

    /// The elements that make a payment's content: all but what only says where to reach the participant.
    static let content = FieldSet.all.subtracting(FieldSet(.remark, .phone, .email))

    static func judge(_ record: PaymentRecord, history: RecordHistory, context: borrowing RuleContext) -> Answer {
        let subject = PaymentField.transactionKey
        guard !record.failed.contains(subject) else { return .nothing }
        // TR01 compares all of the content, so it reads all of it: a record with a malformed value is not compared.
        if history.code != 0, content.isDisjoint(with: record.failed) {
            if history.hasSameContent, history.sameKeyOrdinal == 0 { return .onRecord(history.code) }
            if !history.hasSameContent {
                let code = ConfirmationCode(prefix: context.prefix, number: history.code).description
                return .finding(Finding(.TR01, subject: subject.element, value: record.text(subject), details: [code]))
            }
        }
        if history.sameKeyOrdinal != 0 {
            return .finding(
                Finding(.TR02, subject: subject.element, value: record.text(subject), details: [String(history.sameKeyOrdinal)]))
        }
        return .nothing
    }
}
