import ExchangeTesting
import Foundation
import Glibc
import Testing

@testable import ExchangePipeline

@Suite("Every call fails")
struct FaultMatrixTests {
    /// What a call of that kind may fail with. Access to a file refused while it is opened is the sender's (TEP08), and no fault.
    private static func errors(_ kind: DiskCall.Kind) -> [Int32] {
        switch kind {
        case .open: [EIO, EMFILE]
        case .read, .status, .names, .lock, .lease: [EIO]
        case .ledgerOpen, .ledgerRead, .ledgerMap: [EIO]
        case .synchronize, .ledgerSynchronize: [EIO, ENOSPC, EDQUOT]
        default: [ENOSPC, EIO, EACCES, EDQUOT]
        }
    }

    @Test(
        "each call in turn fails once: it is a fault, told and red, and when it is over the same files come out",
        arguments: CrashScenario.ofOneOwner)
    func once(scenario: CrashScenario) throws {
        let matrix = try CrashMatrix(scenario)
        for place in stride(from: 1, through: matrix.calls.count, by: CrashExtent.step(of: matrix.calls.count, short: 4)) {
            // The errors in turn, each call with one.
            let errors = Self.errors(matrix.calls[place - 1].kind)
            try matrix.run(failing: place, errno: errors[place % errors.count])
        }
        report(matrix)
    }

    @Test(
        "a disk that is full from some call on takes nothing in and answers nothing, until there is space",
        arguments: CrashScenario.ofOneOwner)
    func full(scenario: CrashScenario) throws {
        let matrix = try CrashMatrix(scenario)
        let places = matrix.calls.indices.filter { matrix.calls[$0].kind.needsSpace }
        for index in stride(from: 0, to: places.count, by: CrashExtent.step(of: places.count, short: 2)) {
            try matrix.run(failing: places[index] + 1, errno: index % 2 == 0 ? ENOSPC : EDQUOT, isLasting: true)
        }
        report(matrix)
    }

    @Test("signals in every call, and writes and reads of a few bytes, are not to be seen", arguments: CrashScenario.ofOneOwner)
    func interrupted(scenario: CrashScenario) throws {
        let matrix = try CrashMatrix(scenario)
        try matrix.runInterrupted()
        report(matrix)
    }
}
