import Answers
import Contributions
import Glibc
import LedgerCore
import SheetWriting
import Spooling

// How a report's files come to stand in archive/: all that are missing are made of one reading of the ledger, the page and the
// XML written as they come, the sheet by way of an unnamed file in work/, since libxlsxwriter asks for a path. A file that
// stands there already is never made again, so a sheet of an earlier libxlsxwriter stays what it is.

extension Publisher {
    /// Makes sure that every file of a report stands in archive/ and that the ledger knows its digest.
    /// - Parameters:
    ///   - createdAt: the only time in the sheet: when the day reported was closed.
    ///   - render: draws the report into the files that are missing.
    func makeReport(
        _ names: [(format: ReportFormat, name: ArchivedName)], stored: [Artifact], createdAt: VietnamTime,
        render: ([ReportFile]) throws -> Void
    ) throws {
        do {
            let missing = try names.filter { try !isMade($0.name, stored) }
            let parts = try missing.map { try ReportPart($0.format, $0.name, in: spool, createdAt: createdAt) }
            if parts.isEmpty { return }
            try render(parts.map(\.file))
            for part in parts { try ledger.store(part.finish()) }
        } catch let fault as SheetFault {
            throw SpoolFault(operation: "write", path: "work", errno: EIO, scope: .spool, detail: "\(fault)")
        }
    }
}

/// One file of a report in the making.
private final class ReportPart {
    let file: ReportFile
    private let artifact: HashedArtifact
    /// What the sheet's workbook is written to.
    private var scratch: ScratchFile?

    init(_ format: ReportFormat, _ name: ArchivedName, in spool: Spool, createdAt: VietnamTime) throws {
        artifact = HashedArtifact(try spool.beginArtifact(name))
        switch format {
        case .page: file = .page(AnswerWriter(artifact.write))
        case .xml: file = .xml(AnswerWriter(artifact.write))
        case .sheet:
            let scratch = try spool.makeScratch()
            self.scratch = scratch
            file = .sheet(
                try Workbook(
                    path: scratch.path, temporaryFolder: spool.scratchFolder, title: name.name, createdAt: createdAt.secondsSince1970))
        }
    }

    func finish() throws -> Artifact {
        switch file {
        case .page(let writer), .xml(let writer): try writer.finish()
        case .sheet(let book):
            try book.close()
            try scratch?.forEachBlock(artifact.write)
        }
        return try artifact.finish(.report(.confirmations), intake: nil)
    }
}
