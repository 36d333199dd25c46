// What a report is made as: files, each by its own means, or a look on a terminal.

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
    /// Nothing to keep: what somebody looks at on a terminal.
    case outline(ReportOutline)
}
