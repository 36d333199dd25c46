import Contributions
import Foundation
import Spooling
import Testing

@Suite("One daemon per spool")
struct SpoolLockTests {
    private let disk: SpoolOnDisk
    private let second = IntakeNumber("TN20261120-000002")!

    init() throws { disk = try SpoolOnDisk() }

    private func acquire(_ description: String) throws -> SpoolLock {
        try SpoolLock.acquire(spool: disk.path, calls: SystemFileCalls(), description: description)
    }

    @Test("a second lock is refused and says who holds it")
    func secondIsRefused() throws {
        let lock = try acquire("process 42 on gateway\nsince 08:00")
        let held = #expect(throws: SpoolHeld.self) { try acquire("process 43") }
        #expect(held?.holder == "process 42 on gateway since 08:00")
        withExtendedLifetime(lock) {}
    }

    @Test("the lock ends with its holder")
    func released() throws {
        do { _ = try acquire("process 42") }
        _ = try acquire("process 43")
    }

    @Test("the next daemon learns what was being read, and how often, until it was read to the end")
    func crashMemory() throws {
        do {
            let lock = try acquire("process 42")
            #expect(lock.previouslyReading.isEmpty)
            lock.beganReading([second: 1])
            lock.beganReading([firstIntake: 1])
            lock.finishedReading([firstIntake])
        }
        do {
            let lock = try acquire("process 43")
            #expect(lock.previouslyReading.map(\.0) == [second])
            #expect(lock.previouslyReading.map(\.attempts) == [1])
            lock.beganReading([firstIntake: 2])
        }
        do {
            // The second daemon ended before it came to the claim again: its count stays.
            let lock = try acquire("process 44")
            #expect(lock.previouslyReading.map(\.0) == [firstIntake, second])
            #expect(lock.previouslyReading.map(\.attempts) == [2, 1])
            lock.finishedReading([firstIntake])
            lock.finishedReading([second])
        }
        #expect(try acquire("process 45").previouslyReading.isEmpty)
    }

    @Test(
        "what keeps the daemon from working is noted for whoever looks, also after its end, until the next daemon or a pass that goes well")
    func fault() throws {
        func noted() throws -> String? { try SpoolLock.notedFault(spool: disk.path, calls: SystemFileCalls()) }
        #expect(try noted() == nil)
        do {
            let lock = try acquire("process 42")
            lock.beganReading([second: 1])
            lock.note(fault: "write work: no space\nleft")
            #expect(try noted() == "write work: no space left")
            lock.note(fault: nil)
            #expect(try noted() == nil)
            lock.note(fault: "fsync work: error 5")
        }
        #expect(try noted() == "fsync work: error 5")
        #expect(try acquire("process 43").previouslyReading.map(\.0) == [second])
        #expect(try noted() == nil)
    }

    @Test("a lock file full of rubbish is no hindrance", arguments: ["", "\n\n\n", "x\nTN20261120-000001 many\n", "TN\u{0}\u{1}"])
    func rubbish(content: String) throws {
        disk.put(content, at: disk.path + "/.giaonhan.lock")
        #expect(try acquire("process 42").previouslyReading.isEmpty)
    }

    @Test("a link in the lock's place is not followed")
    func link() throws {
        try FileManager.default.createSymbolicLink(atPath: disk.path + "/.giaonhan.lock", withDestinationPath: disk.path + "/elsewhere")
        #expect(throws: SpoolFault.self) { try acquire("process 42") }
        #expect(disk.text("elsewhere") == nil)
    }
}
