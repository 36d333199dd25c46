public import Contributions

// What a collector was called on a day. Judging never asks it, so the registry does not keep it: whoever wants to know reads
// the registry's rows once more.

public struct CollectorName: Sendable {
    private let code: String
    private var names = Timelines<String>()

    public init(of code: String) { self.code = code }

    /// Takes an entry of DS_NHAN_VIEN that is of this collector; passes over any other. In the order of their revisions.
    public mutating func add(_ entry: RegistryEntry) {
        guard entry.section == .collector, entry.value("MA_NHAN_VIEN_THU") == code, let from = entry.day("TU_NGAY") else { return }
        names.add(entry.value("HO_TEN") ?? "", to: 0, from: from, to: entry.day("DEN_NGAY"))
    }

    /// The name on the day, or the latest known; empty when unknown.
    public func name(on day: Day) -> String { names.inForce(0, on: day) ?? names.latestValue(0) ?? "" }
}
