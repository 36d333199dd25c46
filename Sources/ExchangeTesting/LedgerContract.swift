import Contributions
public import LedgerCore

// The promises of the `Ledger` protocol as checks that any store must pass. A test target supplies a factory that makes an
// empty ledger, and runs every check as one case:
//
//     @Test(arguments: LedgerContract.checks) func promise(_ check: LedgerContract.Check) throws { try check.run(makeLedger) }
//
// Checks are cut by subject: LedgerContract+Files, +Posting, +History, +People, +Answers, +Days, +MoneyTrail,
// +BadMovements, +EndlessMoney, +ReportsOwed, +ReportQuestions, +Conservation, +LookingBack.

public enum LedgerContract {
    /// One promise, said as a sentence, and its proof.
    public struct Check: Sendable, CustomStringConvertible {
        public let promise: String
        let proof: @Sendable (any Ledger) throws -> Void

        init(_ promise: String, _ proof: @escaping @Sendable (any Ledger) throws -> Void) {
            self.promise = promise
            self.proof = proof
        }

        public var description: String { promise }

        /// Runs the proof on a new, empty ledger whose prefix is `POS`.
        public func run(_ makeLedger: () throws -> any Ledger) throws { try proof(makeLedger()) }
    }

    public static let checks: [Check] =
        files + posting + history + people + answers + days + moneyTrail + badMovements + endlessMoney
        + reportsOwed + reportQuestions + conservation + lookingBack

    static let day = Day(number: 20_777)

    static func intake(_ sequence: Int, on day: Day = day) -> IntakeNumber { IntakeNumber(day: day, sequence: sequence) }

    static func noon(_ day: Day) -> VietnamTime { VietnamTime(day, hour: 12) }
}

/// A recorded payment with its text kept, to be looked at after the call that handed it out.
struct KeptPayment: Equatable {
    var code: Int64
    var partner: String
    var recordedOn: Day
    var amount: Int64
    var claimedOn: Day
    var key: String

    init(_ payment: RecordedPayment) {
        code = payment.code
        partner = payment.partner
        recordedOn = payment.recordedOn
        amount = payment.amount
        claimedOn = payment.claimedOn
        key = payment.text.text(of: .transactionKey)
    }
}
