import Contributions
import Foundation

// What must become of the month's files, reckoned a second time: plain arrays that are searched from end to end, written from the
// contract's words (money.md, exchange.md, rules.md) and not from the program. Of the rules of payments it knows those that the
// script breaks. Codes are named by the payment's key.
//
// Where the contract is silent it reads: a file refused in every record counts in SL_TEP_LOI as one refused whole; the same bytes
// again are on record (SL_TRUNG) and no late entry; a file that names no office is its partner's first office's; IM_LANG counts from
// the partner's last file to any office; NVT counts each office's payments alone, but the months without a newcomer are the
// collector's, whichever office recorded them; what was recorded and cancelled stays in SL and
// TONG_TIEN of NVT, in C17-TS and in DS_XAC_NHAN.

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

    var codes: [Code] = []
    var listings: [Listing] = []
    var credits: [Credit] = []
    var dropped: [Dropped] = []
    /// MA_XAC_NHAN by key, as the answers told them.
    var confirmationCodes: [String: String] = [:]
    private var recordedTexts: [(owner: String?, text: String)] = []

    /// HAN_CAP_NHAT, HAN_HUY.
    static let daysToEnter = 1
    static let daysToCancel = 3

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
}
