import Contributions

// Progress of long work: one line that is written over again, on a terminal's stderr only.

final class ProgressLine {
    private let total: Int?
    private var unit: String
    private let isShown = Standard.errorIsTerminal
    private var lastShown = ContinuousClock.now
    private var isOpen = false

    /// - Parameter total: nil when nobody knows how much there will be.
    init(of total: Int?, unit: String) {
        self.total = total
        self.unit = unit
    }

    /// Goes on with other work.
    func show(_ done: Int, of unit: String) {
        self.unit = unit
        show(done)
    }

    /// Shows a figure, at most ten times a second.
    func show(_ done: Int) {
        guard isShown, ContinuousClock.now - lastShown > .milliseconds(100) else { return }
        lastShown = .now
        isOpen = true
        let amount = Dong(Int64(done)).description + (total.map { " / \(Dong(Int64($0)))" } ?? "")
        Standard.error("\r\(amount) \(unit)\u{1B}[K")
    }

    /// Clears the line.
    func end() {
        if isOpen { Standard.error("\r\u{1B}[K") }
        isOpen = false
    }
}
