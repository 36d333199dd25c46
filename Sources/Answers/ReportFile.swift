// The files that a report is made as, each by its own means.

public import SheetWriting

/// The files of a report, in the order of publishing: whoever sees the XML sees all.
public enum ReportFormat: String, Sendable, CaseIterable {
    case page = "html", sheet = "xlsx", xml
}

/// A file of a report in the making; whoever asked for it finishes the writer or closes the workbook.
public enum ReportFile {
    case page(AnswerWriter)
    /// A new workbook, nothing in it.
    case sheet(Workbook)
    case xml(AnswerWriter)
}
