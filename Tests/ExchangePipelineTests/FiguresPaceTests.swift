import Testing

@testable import ExchangePipeline

@Suite("When the figures are renewed")
struct FiguresPaceTests {
    private let start = ContinuousClock.now

    private func renewed(took: Duration, isChanged: Bool) -> FiguresPace {
        var pace = FiguresPace()
        pace.noteRenewal(from: start, to: start + took)
        if isChanged { pace.noteChange() }
        return pace
    }

    @Test("at once at first, then each minute when nothing happens")
    func quiet() {
        #expect(FiguresPace().isDue(at: start))
        let pace = renewed(took: .milliseconds(2), isChanged: false)
        #expect(!pace.isDue(at: start + .seconds(59)))
        #expect(pace.isDue(at: start + .seconds(60)))
    }

    @Test("soon after a change, but not before three seconds")
    func changed() {
        let pace = renewed(took: .milliseconds(2), isChanged: true)
        #expect(!pace.isDue(at: start + .milliseconds(2999)))
        #expect(pace.isDue(at: start + .seconds(3)))
    }

    @Test("a change before the renewal is shown by it")
    func shown() {
        var pace = FiguresPace()
        pace.noteChange()
        pace.noteRenewal(from: start, to: start)
        #expect(!pace.isDue(at: start + .seconds(3)))
    }

    @Test("a slow look at a large ledger takes no more than the hundredth part of the time")
    func slow() {
        let pace = renewed(took: .seconds(1), isChanged: true)
        #expect(!pace.isDue(at: start + .milliseconds(99_999)))
        #expect(pace.isDue(at: start + .seconds(100)))
    }
}
