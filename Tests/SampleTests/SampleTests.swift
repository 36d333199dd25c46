import Contributions
import ExchangeTesting
import Foundation
import Testing

// Every folder of samples/ is a test: its files are sent, and the answers must be those of expected/, byte for byte.
// RECORD_SAMPLES=1 writes expected/ anew where it differs, and still fails.

@Suite("samples")
struct SampleTests {
    static let cases = Result { try SampleCase.all(in: SampleSpool.samples) }
    private static let isRecording = ProcessInfo.processInfo.environment["RECORD_SAMPLES"] == "1"

    @Test("each sample is answered as expected/ says", arguments: try cases.get())
    func answered(_ sample: SampleCase) throws {
        if sample.needsAnOrdinaryUser, geteuid() == 0 { return }
        let spool = try SampleSpool()
        var answersOfSteps: [[String: [UInt8]]] = []
        for (index, step) in sample.steps.enumerated() {
            let before = Set(try spool.originals())
            let said = try spool.send(step)
            let answers = try spool.collect(from: step.owner)
            answersOfSteps.append(answers)

            let label: Comment = "\(sample)\(sample.steps.count > 1 ? ", step \(index + 1)" : "")"
            // A replay's answers are those of another file, which is not read again.
            if let said, step.answersOfStep == nil { #expect(said == SampleSpool.lines(of: answers), label) }
            if let fault = step.knownFault {
                withKnownIssue("\(fault)") { try compare(answers, step, answersOfSteps, label) }
            } else {
                try compare(answers, step, answersOfSteps, label)
            }
            try expectKept(step, of: spool, before: before, label)
        }
    }

    /// The answers against expected/ and against the case's few words.
    private func compare(_ answers: [String: [UInt8]], _ step: SampleStep, _ all: [[String: [UInt8]]], _ label: Comment) throws {
        #expect(SampleExpectation(saidBy: answers) == step.expectation, label)
        for name in answers.keys where name.hasSuffix("_TC.xml") {
            #expect(answers[name.replacing("_TC.xml", with: "_TC.html")] != nil, "\(label): the TC has no page")
        }
        if let first = step.answersOfStep {
            #expect(answers == all[first - 1], "\(label): not the answers of step \(first), byte for byte")
        } else {
            let compared = answers.filter { step.comparesPage || !$0.key.hasSuffix(".html") }
            let golden = GoldenFolder(step.folder.appending(path: "expected"), isRecording: Self.isRecording && step.knownFault == nil)
            for difference in try golden.differences(from: compared) { Issue.record("\(label): \(difference)") }
        }
    }

    /// Nothing is left in work/, and what was sent is kept as it was: unreadable things in quarantine/, the rest in archive/.
    private func expectKept(_ step: SampleStep, of spool: SampleSpool, before: Set<String>, _ label: Comment) throws {
        #expect(try spool.files(in: "work") == [], label)
        let new = try spool.originals().filter { !before.contains($0) }
        let sent = step.drops.filter { !String(decoding: $0.name, as: UTF8.self).hasSuffix(".sha256") }
        #expect(new.count == sent.count, "\(label): kept \(new)")
        let isQuarantined = step.expectation.codes.first.map { ["TEP", "ZIP", "XML"].contains($0.prefix(3)) } ?? false
        for drop in sent {
            let name = step.expectation.codes == ["TEP02"] ? "KHONG-TEN" : String(decoding: drop.name, as: UTF8.self)
            let place = isQuarantined ? "quarantine/\(step.owner)/" : "archive/\(step.now.day)/\(step.owner)/"
            guard let kept = new.first(where: { $0.hasPrefix(place) && $0.hasSuffix("_\(name)") }) else {
                Issue.record("\(label): \(name) is not kept in \(place), but \(new)")
                continue
            }
            #expect(try drop.isKept(at: spool.absolute(kept)), "\(label): the original is not as it was sent")
            if isQuarantined {
                #expect(spool.text("\(kept).reason.json")?.contains(step.expectation.codes[0]) == true, "\(label): no reason beside it")
            }
        }
    }
}

extension SampleCase {
    /// Permissions mean nothing to root.
    fileprivate var needsAnOrdinaryUser: Bool { steps.contains { $0.drops.contains { $0.mode != nil } } }
}

extension SampleExpectation {
    /// What a step's answers say together; several TRANG_THAI stand side by side and so equal nothing expected.
    fileprivate init(saidBy answers: [String: [UInt8]]) {
        // A TC's name sorts before the XN's.
        let texts = answers.filter { $0.key.hasSuffix(".xml") }.sorted { $0.key < $1.key }.map { String(decoding: $0.value, as: UTF8.self) }
        // An entry of a bank statement has a TRANG_THAI of its own.
        let headers = texts.flatMap { $0.values(of: "THONG_TIN_CHUNG") }
        func all(_ element: String, in texts: [String]) -> [String] { texts.flatMap { $0.values(of: element) }.uniqued() }
        self.init(
            status: all("TRANG_THAI", in: headers).joined(separator: "+"), result: all("MA_KET_QUA", in: headers).joined(separator: "+"),
            codes: all("MA_LOI", in: texts))
    }
}

extension String {
    /// What stands in every element of that name without attributes, in order.
    func values(of element: String) -> [String] {
        components(separatedBy: "<\(element)>").dropFirst().compactMap { $0.components(separatedBy: "</\(element)>").first }
    }
}
