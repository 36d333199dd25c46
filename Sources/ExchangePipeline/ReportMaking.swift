public import Answers
import Contributions
import Glibc
public import LedgerCore
import SheetWriting
import Spooling

// How a report's files come to stand in archive/: all that are missing are made of one reading of the ledger, the page and the
// XML written as they come, the sheet by way of an unnamed file in work/, since libxlsxwriter asks for a path. A file that
// stands there already is never made again, so a sheet of an earlier libxlsxwriter stays what it is; nor is
// what a ledger that was put back from a copy has forgotten to have published (ForgottenWork.swift).

/// Writes files of a report: `Reports.render`, or a test's own.
public typealias ReportRendering = @Sendable (ReportOwed, ReportContext, [ReportFile]) throws -> Void

/// Makes the reports of one closed day, one after the other; reads the ledger through the context's connection.
struct ReportMaker {
    let spool: Spool
    let context: ReportContext
    let render: ReportRendering

    /// Makes sure that every file of a report stands in archive/; what the ledger does not know of them yet. They last when the group
    /// is settled.
    func make(_ report: ReportOwed, in group: NamingGroup) throws -> [Artifact] {
        do {
            let stored = Set(try context.ledger.artifacts(ofReport: report).map(\.name))
            let missing = try ReportFormat.allCases.filter { format in
                let file = report.file(format)
                return try !stored.contains(file.name) || spool.openArchived(file) == nil
            }
            if missing.isEmpty { return [] }
            let published = try publishedBefore(report, missing)
            if !published.isEmpty { return published }
            let parts = try missing.map { try ReportPart($0, of: report, in: spool) }
            try render(report, context, parts.map(\.file))
            return try parts.map { try $0.finish(.report(report.kind), in: group) }
        } catch let fault as SheetFault {
            throw SpoolFault(operation: "write", path: "work", errno: EIO, scope: .spool, detail: "\(fault)")
        }
    }
}

extension ReportMaker {
    /// The files of a day whose reports were published before the ledger was put back: what stands in archive/ is the report, whatever
    /// the ledger would say now. Its readers have it.
    private func publishedBefore(_ report: ReportOwed, _ missing: [ReportFormat]) throws -> [Artifact] {
        guard let last = try context.ledger.jumps().compactMap(\.jump.publishedThrough).max(), report.day <= last else { return [] }
        return try missing.compactMap { format in
            let file = report.file(format)
            guard let standing = try spool.openArchived(file) else { return nil }
            return Artifact(
                kind: .report(report.kind), intake: nil, name: file.name, day: file.day, owner: file.owner,
                sha256: try FileDigest.sha256(of: standing))
        }
    }
}

/// One file of a report in the making.
private final class ReportPart {
    let file: ReportFile
    private let artifact: HashedArtifact
    /// What the sheet's workbook is written to.
    private var scratch: ScratchFile?

    init(_ format: ReportFormat, of report: ReportOwed, in spool: Spool) throws {
        let name = report.file(format)
        artifact = HashedArtifact(try spool.beginArtifact(name))
        switch format {
        case .page: file = .page(AnswerWriter(artifact.write))
        case .xml: file = .xml(AnswerWriter(artifact.write))
        case .sheet:
            let scratch = try spool.makeScratch()
            self.scratch = scratch
            // The only time in the sheet is that of the closing.
            file = .sheet(
                try Workbook(
                    path: scratch.path, temporaryFolder: spool.scratchFolder, title: name.name,
                    createdAt: report.closedAt.secondsSince1970))
        }
    }

    func finish(_ kind: Artifact.Kind, in group: NamingGroup) throws -> Artifact {
        switch file {
        case .page(let writer), .xml(let writer): try writer.finish()
        case .sheet(let book):
            try book.close()
            try scratch?.forEachBlock(artifact.write)
        case .outline: preconditionFailure("an outline is not published")
        }
        return try artifact.finish(kind, intake: nil, in: group)
    }
}
