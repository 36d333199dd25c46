import Contributions

// TR: the same payment again (rules.md section 6), asked right after the format and silencing sections 4 to 7.

enum DuplicateRules {
    /// The elements that make a payment's content: all but what only says where to reach the participant.
    static let content = FieldSet.all.subtracting(FieldSet(.remark, .phone, .email))

    static let all: [RecordRule] = [
        // It compares the whole content, so it reads all of it: a record with a failed element is not compared.
        RecordRule(.TR01, .transactionKey, reads: content) { _, history, _ in
            history.code != 0 && !history.isCancelled && !history.hasSameContent
        } details: { _, history, context in
            [ConfirmationCode(prefix: context.prefix, number: history.code).description]
        },
        // Whatever the content: the key is never free again.
        RecordRule(.TR01, .transactionKey) { _, history, _ in
            history.isCancelled
        } details: { _, history, context in
            [ConfirmationCode(prefix: context.prefix, number: history.code).description, "cancelled"]
        },
        RecordRule(.TR02, .transactionKey) { _, history, _ in
            history.sameKeyOrdinal != 0
        } details: { _, history, _ in
            [String(history.sameKeyOrdinal)]
        },
    ]

    /// On record already with the same content: no fault, and judged no further.
    static func isOnRecord(_ record: PaymentRecord, _ history: RecordHistory) -> Bool {
        history.code != 0 && !history.isCancelled && history.hasSameContent && record.failed.isDisjoint(with: content)
    }
}
