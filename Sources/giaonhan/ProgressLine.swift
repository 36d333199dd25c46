import Contributions

// Progress of long work on stderr: on a terminal one line that is written over again; elsewhere, when it is asked for, a line every
// few seconds.

final class ProgressLine {
    private let total: Int?
    private var unit: String
    private let isTerminal = Standard.errorIsTerminal
    private let interval: Duration?
    private var lastShown = ContinuousClock.now
    private var isOpen = false

    /// - Parameters:
    ///   - total: nil when nobody knows how much there will be.
    ///   - everywhere: it is shown also where no terminal is.
    init(of total: Int?, unit: String, everywhere: Bool = false) {
        interval = isTerminal ? .milliseconds(100) : everywhere ? .seconds(5) : nil
        self.total = total
        self.unit = unit
    }

    /// Goes on with other work.
    func show(_ done: Int, of unit: String) {
        self.unit = unit
        show(done)
    }

    /// Shows a figure, at most ten times a second on a terminal.
    func show(_ done: Int) {
        guard let interval, ContinuousClock.now - lastShown > interval else { return }
        lastShown = .now
        let amount = Dong(Int64(done)).description + (total.map { " / \(Dong(Int64($0)))" } ?? "")
        if isTerminal {
            isOpen = true
            Standard.error("\r\(amount) \(unit)\u{1B}[K")
        } else {
            Standard.error("\(amount) \(unit)\n")
        }
    }

    /// Clears the line.
    func end() {
        if isOpen { Standard.error("\r\u{1B}[K") }
        isOpen = false
    }
}
