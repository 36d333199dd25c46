// The master data that samples refer to: offices, communes, partners with their points and collectors, and receipt books.
// It depends on how many partners and collectors are needed and on nothing else of the plan; partner 3's second collector
// is the same in every plan. So plans of any seed, date or size can be processed in one spool. Receipt numbers of a book
// are allotted to seeds in blocks; every 64 seeds open a further set of books, the only part that knows the seed.

import Contributions

struct SampleRegistry {
    let partners: [SamplePartner]
    let collectorsPerPartner: Int
    /// Which set of receipt books the seed writes in.
    let bookSet: Int
    /// The first receipt number of the seed's block in each book.
    let receiptStart: Int

    init(_ plan: SamplePlan) {
        partners = SamplePartner.first(plan.partners)
        collectorsPerPartner = max(4, (plan.paymentsOfBusiestPartner - 1) / (Self.receiptsPerSeed - Self.receiptRun) + 1)
        bookSet = Int(plan.seed) / Self.seedsPerBook
        receiptStart = 1 + Int(plan.seed) % Self.seedsPerBook * Self.receiptsPerSeed
        precondition(collectorsPerPartner <= SampleCollector.perPartnerMax)
    }

    /// TU_SO and DEN_SO of every book.
    static let receiptNumbers = 1...9_999_999
    static let seedsPerBook = 64
    /// The block of a seed in one collector's book. A plan has as many collectors as its busiest partner needs.
    static let receiptsPerSeed = receiptNumbers.count / seedsPerBook
    /// A collector writes so many receipts in a row before the next one's turn.
    static let receiptRun = 8

    var offices: Int { partners.reduce(0) { max($0, $1.office) } + 1 }

    func collector(_ number: Int, of partner: SamplePartner) -> SampleCollector {
        SampleCollector(number: number, partner: partner, bookSet: bookSet)
    }

    /// Who receives a partner's payment `index` (over all its files), and its receipt's number.
    func receipt(ofPayment index: Int) -> (collector: Int, number: Int) {
        let run = index / Self.receiptRun
        let number = run / collectorsPerPartner * Self.receiptRun + index % Self.receiptRun
        return (run % collectorsPerPartner, receiptStart + number)
    }
}

/// A collection-service organization with a contract of one office.
struct SamplePartner {
    /// Its place among all partners, from 0.
    let number: Int
    /// MA_TCDVT: ten digits like a tax code, its check digit right, with a prefix that no tax office has.
    let code: String

    /// Its office's place; 250 partners an office.
    var office: Int { number / 250 }
    var officeCode: String { Self.officeCode(office) }
    static func officeCode(_ office: Int) -> String { "001" + Digits.padded(office + 1, to: 2) }

    static let communesPerOffice = 12
    static let pointsMax = 4
    /// MA_XA of an office's communes.
    static func commune(office: Int, _ index: Int) -> Int { 90_001 + office * 100 + index % communesPerOffice }

    /// The partner's DIA_BAN: a commune for each of its points.
    func commune(ofPoint point: Int) -> Int { Self.commune(office: office, number * Self.pointsMax + point) }

    /// MA_DIEM_THU as Công văn 1804 builds it: partner, TH, province 2 and commune 5, then the point's number.
    func pointCode(_ point: Int) -> String { "\(code)TH01\(commune(ofPoint: point))\(Digits.padded(point + 1, to: 3))" }

    /// The first partners, always the same ones.
    static func first(_ count: Int) -> [SamplePartner] {
        var partners: [SamplePartner] = []
        var base = 990_000_101
        while partners.count < count {
            if let check = taxCheckDigit(base) { partners.append(SamplePartner(number: partners.count, code: "\(base)\(check)")) }
            base += 1
        }
        return partners
    }

    /// The tenth digit of a tax code, or nil when the nine digits can have none.
    static func taxCheckDigit(_ nineDigits: Int) -> Int? {
        var sum = 0
        var rest = nineDigits
        for weight in [3, 5, 7, 13, 17, 19, 23, 29, 31] {
            sum += rest % 10 * weight
            rest /= 10
        }
        return sum % 11 == 0 ? nil : 10 - sum % 11
    }
}

/// A collector with a receipt book of its own in each set of books.
struct SampleCollector {
    let personalNumber: String
    let name: SampleName
    let isFemale: Bool
    /// KY_HIEU_BIEN_LAI.
    let serial: String
    /// The point where it collects.
    let point: Int

    static let perPartnerMax = 100

    init(number: Int, partner: SamplePartner, bookSet: Int) {
        let ordinal = partner.number * Self.perPartnerMax + number + 1
        var random = SplitMix64(.collector, ordinal)
        isFemale = random.once(in: 2)
        let year = 1965 + random.below(35)
        // Province 899: never a participant's, whose provinces begin at 900.
        personalNumber = String(SamplePerson.personalNumber(province: 899, female: isFemale, year: year, serial: ordinal))
        name = SampleName(female: isFemale, &random)
        serial = "BH26-HN/\(partner.officeCode)/E\(ordinal)" + (bookSet == 0 ? "" : "-\(bookSet + 1)")
        point = number % SamplePartner.pointsMax
    }

    /// MA_NHAN_VIEN_THU.
    var code: String { "NVT" + personalNumber }
}
