import Contributions

// Progress of long work: one line that is written over again, on a terminal's stderr only.

final class ProgressLine {
    private let total: Int
    private let unit: String
    private let isShown = Standard.errorIsTerminal
    private var lastShown = ContinuousClock.now
    private var isOpen = false

    init(of total: Int, unit: String) {
        self.total = total
        self.unit = unit
    }

    /// Shows a figure, at most ten times a second.
    func show(_ done: Int) {
        guard isShown, ContinuousClock.now - lastShown > .milliseconds(100) else { return }
        lastShown = .now
        isOpen = true
        Standard.error("\r\(Dong(Int64(done))) of \(Dong(Int64(total))) \(unit)\u{1B}[K")
    }

    /// Clears the line.
    func end() {
        if isOpen { Standard.error("\r\u{1B}[K") }
        isOpen = false
    }
}
