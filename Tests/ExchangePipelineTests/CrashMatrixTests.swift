import ExchangeTesting
import Foundation
import Testing

@testable import ExchangePipeline

@Suite("Every state, every stop")
struct CrashMatrixTests {
    /// A few in `make test`, spread over the whole way and another kind of stop each; all in `make crash`.
    private static func places(_ changes: Int) -> [Int] {
        Array(stride(from: 0, through: changes, by: CrashExtent.step(of: changes, short: 5)))
    }

    private static func cuts(_ place: Int) -> [PowerCut] {
        let all: [PowerCut] = [.none, .everything, .some(seed: UInt64(place)), .contents, .entries]
        // All of them would take an hour and a half: beside the hardest cut each place gets another one.
        return CrashExtent.isWhole
            ? [.everything, [.none, .some(seed: UInt64(place)), .contents, .entries][place % 4]] : [all[(place / 3) % 5]]
    }

    @Test("stopped after any change of the disk, a spool comes to the same end", arguments: CrashScenario.all)
    func stops(scenario: CrashScenario) throws {
        let matrix = try CrashMatrix(scenario)
        #expect(matrix.changes > 20)
        for place in Self.places(matrix.changes) {
            for cut in Self.cuts(place) { try matrix.run(stops: [.init(after: place, cut: cut)]) }
        }
        report(matrix)
    }

    @Test("stopped once more while it recovers, it comes to the same end", arguments: CrashScenario.all)
    func secondStops(scenario: CrashScenario) throws {
        let matrix = try CrashMatrix(scenario)
        var draw = SplitMix(seed: UInt64(matrix.changes))
        for place in stride(from: 1, through: matrix.changes, by: CrashExtent.step(of: matrix.changes, short: 2)) {
            let cuts = Self.cuts(place) + Self.cuts(place + 3)
            let first = CrashMatrix.Stop(after: place, cut: cuts[draw.next(cuts.count)])
            // What is left to do after the first stop, and some tidying.
            let second = CrashMatrix.Stop(after: draw.next(matrix.changes - place + 20), cut: cuts[draw.next(cuts.count)])
            try matrix.run(stops: [first, second])
        }
        report(matrix)
    }
}

/// Prints what was tried, for `make crash` to add up, and tells the first things that do not hold.
func report(_ matrix: CrashMatrix, _ location: SourceLocation = #_sourceLocation) {
    print(
        "crash: \(matrix.stops) stops, \(matrix.secondStops) second stops, \(matrix.faults) faults; "
            + "\(matrix.scenario): \(matrix.changes) changes of \(matrix.calls.count) calls")
    #expect(matrix.violations.isEmpty, "\(matrix.violations.prefix(5).joined(separator: "\n"))", sourceLocation: location)
}

/// The same numbers each time.
struct SplitMix {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
    }
}
