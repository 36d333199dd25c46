import Contributions

// MD: what is paid, for how many months, and by whom (rules.md section 7). The amounts stand in the tariff of NGAY_NOP_TIEN.
// Each rule that looks there also says which parameters it reads of a record; MD07 asks for all of them at once, and a rule
// whose parameters are not all in force is silent. One value per LOAI_HINH where what is read differs.

/// A rule of one LOAI_HINH that compares a record with the tariff of its day.
struct TariffRule: Sendable {
    let rule: RecordRule
    let kind: PaymentKind
    /// The parameters that the rule reads for a record.
    let parameters: @Sendable (PaymentRecord) -> ParameterSet

    /// - Parameters:
    ///   - kind: whose payments MD07 asks about the parameters.
    ///   - namesKind: the page says that the rule is about that LOAI_HINH, so it reads LOAI_HINH.
    ///   - reads: beside the subject and NGAY_NOP_TIEN.
    ///   - isBroken: takes the record `inout` as the engine has it, so that it is not copied; it changes nothing.
    init(
        _ code: RuleCode, _ subject: PaymentField, of kind: PaymentKind, namesKind: Bool = true, reads: FieldSet = [],
        parameters: @escaping @Sendable (PaymentRecord) -> ParameterSet,
        isBroken: @escaping @Sendable (inout PaymentRecord, Tariff) -> Bool,
        details: @escaping @Sendable (PaymentRecord, Tariff) -> [String]
    ) {
        self.kind = kind
        self.parameters = parameters
        rule = RecordRule(code, subject, of: namesKind ? [kind] : nil, reads: reads.union(FieldSet(.paidOn))) { record, _, _ in
            guard let tariff = record.tariff, tariff.missing.isEmpty || tariff.missing.isDisjoint(with: parameters(record))
            else { return false }
            return isBroken(&record, tariff)
        } details: { record, _, _ in
            record.tariff.map { details(record, $0) } ?? []
        }
    }
}

enum MoneyRules {
    static let all: [RecordRule] = [
        months, plans, PaymentKind.allCases.map(parametersInForce), incomes.map(\.rule), supports.map(\.rule), [noSupport],
        dues.map(\.rule),
    ].flatMap { $0 }

    // MARK: MD03, MD04

    private static let months: [RecordRule] = [
        RecordRule(.MD03, .months, of: [.voluntary], reads: FieldSet(.method)) { record, _, _ in
            switch record.method {
            case .yearsAhead: !(record.months.isMultiple(of: 12) && (24...60).contains(record.months))
            case .missingMonths: !(1...60).contains(record.months)
            case .some(let method): record.months != method.months
            case nil: false
            }
        } details: { record, _, _ in
            switch record.method {
            case .yearsAhead: ["24, 36, 48, 60"]
            case .missingMonths: ["1-60"]
            case .some(let method): [method.months.map { String($0) } ?? ""]
            case nil: []
            }
        },
        RecordRule(.MD03, .months, of: [.household, .farming]) { record, _, _ in
            record.months != 3 && record.months != 6 && record.months != 12
        } details: { _, _, _ in
            ["3, 6, 12"]
        },
    ]

    private static let plans: [RecordRule] = [
        RecordRule(.MD04, .plan, of: [.voluntary]) { record, _, _ in
            record.plan == .renewal
        } details: { record, _, _ in
            [record.text(.kind), "TM, DT, DB, DL"]
        },
        RecordRule(.MD04, .plan, of: [.household, .farming]) { record, _, _ in
            record.plan != .new && record.plan != .renewal
        } details: { record, _, _ in
            [record.text(.kind), "TM, ON"]
        },
    ]

    // MARK: MD07

    private static func parametersInForce(_ kind: PaymentKind) -> RecordRule {
        let reading = (incomes + supports + dues).filter { $0.kind == kind }.map(\.parameters)
        let missing = { @Sendable (record: PaymentRecord) -> ParameterSet in
            guard let missing = record.tariff?.missing else { return [] }
            return reading.reduce(into: ParameterSet()) { $0.formUnion($1(record)) }.intersection(missing)
        }
        let terms: FieldSet =
            switch kind {
            case .voluntary: FieldSet(.supportGroup, .method)
            case .household: FieldSet(.personOrder)
            case .farming: []
            }
        return RecordRule(.MD07, .paidOn, of: [kind], reads: terms) { record, _, _ in
            guard let tariff = record.tariff, !tariff.missing.isEmpty else { return false }
            return !missing(record).isEmpty
        } details: { record, _, _ in
            [missing(record).names.map { $0.code }.joined(separator: ", ")]
        }
    }

    // MARK: MD01, MD02

    private static let limits = ParameterSet(.CHUAN_NGHEO, .TRAN_LAN, .LUONG_CO_SO)
    private static let steps = ParameterSet(.CHUAN_NGHEO, .BUOC_THU_NHAP)

    private static let incomes: [TariffRule] = [
        TariffRule(.MD01, .income, of: .voluntary, namesKind: false, parameters: { _ in limits }) { record, tariff in
            guard record.given.contains(.income) else { return false }
            let income = record.number(.income)
            return income < tariff.incomeMin || income > tariff.incomeMax
        } details: { _, tariff in
            [tariff.shown(.CHUAN_NGHEO), tariff.incomeCeiling.description]
        },
        TariffRule(.MD02, .income, of: .voluntary, namesKind: false, parameters: { _ in steps }) { record, tariff in
            record.given.contains(.income) && !tariff.isOnStep(record.number(.income))
        } details: { _, tariff in
            [tariff.shown(.CHUAN_NGHEO), tariff.shown(.BUOC_THU_NHAP)]
        },
    ]

    // MARK: MD05

    private static let supportOfGroup = StateSupport.allCases.map {
        ParameterSet($0.parameter, .TY_LE_IS, .CHUAN_NGHEO)
    }
    private static let supportOfFarming = ParameterSet(.HO_TRO_AR, .TY_LE_BHYT, .LUONG_CO_SO)

    /// What the state's part of IS depends on; CB05 reads the same.
    static let supportReads = FieldSet(.supportGroup, .months)

    static func supportParameters(_ record: PaymentRecord) -> ParameterSet {
        record.support.map { supportOfGroup[Int($0.rawValue)] } ?? []
    }

    /// IS: the months for which TIEN_NSNN is the state's support, the most when several are; nil when none are.
    static func supportedMonths(_ record: PaymentRecord, _ tariff: Tariff) -> Int? {
        guard let group = record.support else { return nil }
        return tariff.supportMonth(group).count(upTo: record.months, comingTo: record.number(.statePart))
    }

    private static let supports: [TariffRule] = [
        TariffRule(.MD05, .statePart, of: .voluntary, reads: supportReads, parameters: supportParameters) { record, tariff in
            supportedMonths(record, tariff) == nil
        } details: { record, tariff in
            ["IS", record.support.map { tariff.supportMonth($0).exact.description } ?? "", String(record.months)]
        },
        TariffRule(.MD05, .statePart, of: .farming, reads: FieldSet(.months), parameters: { _ in supportOfFarming }) { record, tariff in
            let given = record.number(.statePart)
            // What is too large to be known is above all that can be given.
            let least = tariff.farmingSupportMin.times(Int64(record.months)) ?? .max
            return given < least || given > tariff.farmingMonth.times(Int64(record.months)) ?? .max
        } details: { record, tariff in
            ["AR"] + [tariff.farmingSupportMin, tariff.farmingMonth].map { shown($0.times(Int64(record.months))) }
        },
    ]

    /// BI: the state pays nothing, on whatever day.
    private static let noSupport = RecordRule(.MD05, .statePart, of: [.household]) { record, _, _ in
        record.number(.statePart) != 0
    } details: { _, _, _ in
        ["BI"]
    }

    // MARK: MD06

    private static let others = FieldSet(.statePart, .localPart, .otherPart)
    private static let pension = ParameterSet(.TY_LE_IS)
    private static let pensionWithInterest = ParameterSet(.TY_LE_IS, .LAI_SUAT)
    private static let health = ParameterSet(.TY_LE_BHYT, .LUONG_CO_SO)
    private static let healthOfPerson = ParameterName.persons.map { ParameterSet(.TY_LE_BHYT, .LUONG_CO_SO, $0) }

    private static let dues: [TariffRule] = [
        due(of: .voluntary, reads: FieldSet(.income, .method, .months)) { record in
            isReckonedWithInterest(record) ? pensionWithInterest : pension
        } gross: { record, tariff in
            let income = record.number(.income)
            guard isReckonedWithInterest(record), let method = record.method else {
                return tariff.pensionRate.times(income * Int64(record.months))
            }
            return (tariff.pensionRate.exact * Decimal(income) * tariff.months(record.months, paid: method)).rounded()
        },
        due(of: .household, reads: FieldSet(.personOrder, .months)) { record in
            healthOfPerson[record.personOrder - 1]
        } gross: { record, tariff in
            tariff.householdMonth(record.personOrder).times(Int64(record.months))
        },
        due(of: .farming, reads: FieldSet(.months)) { _ in
            health
        } gross: { record, tariff in
            tariff.farmingMonth.times(Int64(record.months))
        },
    ]

    /// - Parameter gross: what all payers together owe, đồng; nil when it does not fit 64 bits: then no SO_TIEN is right.
    private static func due(
        of kind: PaymentKind, reads: FieldSet, parameters: @escaping @Sendable (PaymentRecord) -> ParameterSet,
        gross: @escaping @Sendable (inout PaymentRecord, Tariff) -> Int64?
    ) -> TariffRule {
        let due = { @Sendable (record: inout PaymentRecord, tariff: Tariff) -> Int64? in
            guard let gross = gross(&record, tariff) else { return nil }
            return gross - record.number(.statePart) - record.number(.localPart) - record.number(.otherPart)
        }
        return TariffRule(.MD06, .amount, of: kind, reads: others.union(reads), parameters: parameters) { record, tariff in
            guard let due = due(&record, tariff) else { return true }
            return (record.amount - due).magnitude > (isReckonedWithInterest(record) ? 1 : 0)
        } details: { record, tariff in
            var record = record
            return [shown(due(&record, tariff))] + (isReckonedWithInterest(record) ? ["1"] : [])
        }
    }

    /// VS and TH: senders may round otherwise, so a đồng is let pass.
    private static func isReckonedWithInterest(_ record: PaymentRecord) -> Bool {
        record.kind == .voluntary && (record.method == .yearsAhead || record.method == .missingMonths)
    }

    private static func shown(_ amount: Int64?) -> String { amount.map { String($0) } ?? "" }
}
