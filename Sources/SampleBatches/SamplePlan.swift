// What `giaonhan sample` is asked for: how many payments in how many files of how many partners, for which day and seed.
// The plan alone decides every byte. It also owns the arithmetic of sharing: which file belongs to whom, how many payments
// it holds, and which of all payments are faulty. Its limits keep seeds apart: whatever is asked of two different seeds,
// their keys, receipt numbers and persons never meet, so a plan beyond a limit is refused instead of wrapped around.

public import Contributions

public struct SamplePlan: Sendable, Hashable {
    /// Payments over all files, good and faulty.
    public var payments: Int
    /// Batches (DANH_SACH_THU). File f belongs to partner f mod `partners`; with fewer files than partners some send nothing.
    public var files: Int
    public var partners: Int
    /// Batches as .zip; the DANH_MUC is always plain XML.
    public var zip: Bool
    /// The share of faulty payments in percent; fractions are allowed. `faultyPayments` says how many that makes.
    public var faultPercent: Double
    /// Another seed gives other keys, receipts and persons in the same registry: 0 ..< `seedsMax`. One seed is used once per
    /// spool, for one day and one number of payments; the next day takes the next seed.
    public var seed: UInt64
    /// The day on which the batches are made. Participants paid on this day or the day before.
    public var date: Day

    /// 20 November 2026, the day of every example in the product's documents.
    public static let usualDate = Day(number: 20_777)

    public init(
        payments: Int, files: Int = 1, partners: Int = 1, zip: Bool = false, faultPercent: Double = 0, seed: UInt64 = 1,
        date: Day = SamplePlan.usualDate
    ) {
        self.payments = payments
        self.files = files
        self.partners = partners
        self.zip = zip
        self.faultPercent = faultPercent
        self.seed = seed
        self.date = date
    }

    /// Persons are numbered seed by seed in blocks of this size; see SamplePerson.
    public static let paymentsMax = 10_000_000
    public static let filesMax = 100_000
    public static let partnersMax = 2000
    /// The exchange's own limit of records in a file.
    public static let paymentsPerFileMax = 2_000_000
    /// As many seeds as SamplePerson can give persons to.
    public static let seedsMax: UInt64 = 320
    /// One day after the first from which the parameters of all amounts are known, up to when everybody is below 130 years.
    public static let datesAllowed = Day(number: 18_079)...Day(number: 38_350)

    /// Throws the first limit that the plan breaks.
    public func check() throws(SamplePlanRefusal) {
        func within<Value>(_ option: String, _ value: Value, _ allowed: ClosedRange<Value>) throws(SamplePlanRefusal) {
            if allowed.contains(value) { return }
            throw .outside(option: option, least: "\(allowed.lowerBound)", most: "\(allowed.upperBound)", value: "\(value)")
        }
        try within("--payments", payments, 1...Self.paymentsMax)
        try within("--files", files, 1...Self.filesMax)
        try within("--partners", partners, 1...Self.partnersMax)
        guard files <= payments else { throw .emptyFiles(files: files, payments: payments) }
        guard payments(inFile: 0) <= Self.paymentsPerFileMax else { throw .fullFiles(files: files) }
        guard (0...100).contains(faultPercent) else {
            throw .outside(option: "--faults", least: "0", most: "100", value: "\(faultPercent)")
        }
        try within("--seed", seed, 0...Self.seedsMax - 1)
        try within("--date", date, Self.datesAllowed)
    }
}

/// A plan beyond a limit: the caller's to put right. The words are the command's.
public enum SamplePlanRefusal: Error, Hashable {
    case outside(option: String, least: String, most: String, value: String)
    /// More files than payments: a file holds at least one.
    case emptyFiles(files: Int, payments: Int)
    /// More than `SamplePlan.paymentsPerFileMax` payments a file: it takes more files.
    case fullFiles(files: Int)
}

/// A file of the sample: whose inbox it belongs in, and its name.
public struct SampleFile: Sendable, Hashable {
    public let owner: Owner
    public let name: String
}

// How payments are shared out; files, partners and payments are counted from 0.
extension SamplePlan {
    func partner(ofFile file: Int) -> Int { file % partners }

    /// The first files hold one payment more when the division leaves a remainder.
    func payments(inFile file: Int) -> Int { payments / files + (file < payments % files ? 1 : 0) }

    /// Payments in all files before this one.
    func payments(beforeFile file: Int) -> Int { file * (payments / files) + min(file, payments % files) }

    /// Payments in the same partner's files before this one.
    func payments(ofPartnerBeforeFile file: Int) -> Int {
        let earlierFiles = file / partners
        let larger = payments % files - partner(ofFile: file)
        return earlierFiles * (payments / files) + min(earlierFiles, max(0, (larger + partners - 1) / partners))
    }

    /// The most payments that one partner sends: partner 0 gets the first and the largest files.
    var paymentsOfBusiestPartner: Int {
        let filesOfFirst = (files + partners - 1) / partners
        return payments(ofPartnerBeforeFile: filesOfFirst * partners)
    }

    /// How many payments are faulty: the share of all, rounded.
    public var faultyPayments: Int { Int((Double(payments) * faultPercent / 100).rounded()) }

    /// Which fault of the rotation payment `index` carries, or nil: faulty payments lie evenly among the good ones.
    func faultOrdinal(ofPayment index: Int) -> Int? {
        let before = index * faultyPayments / payments
        return (index + 1) * faultyPayments / payments > before ? before : nil
    }

    /// `TCDVT_<MA_TCDVT>_<yyyyMMdd>_<number>`: the seed's millions and the file's number.
    func stem(ofFile file: Int, partnerCode: String) -> String {
        "TCDVT_\(partnerCode)_\(date)_\(Digits.padded(Int(seed) * 1_000_000 + file + 1, to: 4))"
    }

    /// MA_LO of a batch.
    func batchKey(ofFile file: Int) -> String { "\(date)-S\(seed)-\(Digits.padded(file + 1, to: 4))" }
}
