public import Contributions
public import LedgerCore
public import Spooling

// What `explain` tells: everything that ever happened to what is behind a key, oldest first. An event is a time, a word, a
// MA_TIEP_NHAN and facts, which bear the names of the documents' elements, so that people and programs read the same. It is
// gathered from the ledger and from what stands in work/; nothing is changed.

public struct Story: Sendable {
    /// What a key may be.
    public enum KeyKind: String, Sendable {
        case intake = "MA_TIEP_NHAN", sha256 = "SHA256", code = "MA_XAC_NHAN", receipt = "BIEN_LAI", name = "TEN_TEP", batch = "MA_LO"
        case transaction = "MA_GIAO_DICH", transfer = "MA_GIAO_DICH_NH"
        /// The key of a DANH_MUC entry that was refused.
        case masterData = "MA"
    }

    public let key: String
    /// What the key was found to be: several when, say, a batch and a payment bear it.
    public let kinds: [KeyKind]
    public let events: [StoryEvent]
    /// The ledger's, for codes.
    public let prefix: String

    /// The story behind a key; nil when nobody knows it. A receipt is written KY_HIEU_BIEN_LAI:SO_BIEN_LAI.
    public static func tell(_ key: String, spool: Spool, ledger: any Ledger) throws -> Story? {
        let teller = StoryTeller(spool: spool, ledger: ledger)
        let kinds = try teller.follow(key)
        guard !kinds.isEmpty else { return nil }
        return Story(key: key, kinds: kinds, events: teller.sortedEvents, prefix: ledger.prefix)
    }
}

/// Something that happened.
public struct StoryEvent: Sendable {
    /// SU_KIEN.
    public enum Kind: String, Sendable, CaseIterable {
        case received = "TIEP_NHAN"
        case inWork = "DANG_XU_LY"
        case held = "GIU_LAI"
        /// A person has said that a held file is refused; the daemon has not answered it yet.
        case refusedByPerson = "NGUOI_TU_CHOI"
        case decided = "QUYET_DINH"
        /// The same bytes as an earlier file, whose answers were published again.
        case replayed = "PHAT_LAI"
        case answered = "TRA_LOI"
        case archived = "LUU_TRU"
        case quarantined = "CACH_LY"
        /// A payment was recorded.
        case recorded = "GHI_NHAN"
        /// A payment on record was sent again, and got its old code.
        case resent = "GUI_LAI"
        /// A record was refused.
        case refused = "TU_CHOI"
        /// A code was cancelled.
        case cancelled = "HUY"
        /// It was listed for a bank transfer.
        case listed = "KE_NOP"
        /// That listing was taken back.
        case takenBack = "RUT_KE"
        /// The transfer was credited, and agreed with the listing.
        case remitted = "BAO_CO"
        /// The form in which recorded payments stand.
        case form = "MAU_01_XN"
    }

    public let at: VietnamTime
    public let kind: Kind
    public let intake: IntakeNumber?
    public let facts: [Fact]

    /// What is known of it, under an element's name.
    public enum Fact: Sendable {
        case text(String, String)
        case number(String, Int64)
        case money(String, MoneySum)
        /// DS_LOI_TEP, DS_LOI, DS_CANH_BAO.
        case findings(String, [Finding])
        /// DS_TU_CHOI: the first refused records of such a document.
        case refusals(String, DocumentKind?, [Refusal])
        /// DS_XAC_NHAN: the first entries that a DIEU_CHINH, BANG_KE_NOP or SAO_KE recorded.
        case entries(String, [AcceptedEntry])
        /// DS_TEP: names and digests.
        case files(String, [Artifact])
    }
}
