// How cells look. A workbook keeps each look once, however many cells have it.

import CXlsxWriter

/// The look of a cell: its number format, place, weight and lines.
public struct CellStyle: Hashable, Sendable {
    public enum Alignment: Hashable, Sendable { case left, center, right }
    public enum Format: Hashable, Sendable { case general, count, day }
    /// Which sides have a thin line. A label that runs over empty cells has lines above and below only.
    public enum Lines: Hashable, Sendable { case none, all, aboveAndBelow, allButRight, allButLeft }

    public var alignment: Alignment
    public var format: Format
    public var lines: Lines
    public var isBold: Bool
    public var isItalic: Bool
    /// Long text goes on in the next line of its cell.
    public var wraps: Bool
    public var points: Double

    public init(
        _ alignment: Alignment = .left, format: Format = .general, lines: Lines = .none, bold: Bool = false, italic: Bool = false,
        wraps: Bool = false, points: Double = 11
    ) {
        self.alignment = alignment
        self.format = format
        self.lines = lines
        isBold = bold
        isItalic = italic
        self.wraps = wraps
        self.points = points
    }

    /// The font of the agency's forms.
    public static let font = "Times New Roman"

    func apply(to format: UnsafeMutablePointer<lxw_format>) {
        format_set_font_name(format, Self.font)
        format_set_font_size(format, points)
        if isBold { format_set_bold(format) }
        if isItalic { format_set_italic(format) }
        if wraps { format_set_text_wrap(format) }
        let horizontal =
            switch alignment {
            case .left: LXW_ALIGN_LEFT
            case .center: LXW_ALIGN_CENTER
            case .right: LXW_ALIGN_RIGHT
            }
        format_set_align(format, UInt8(horizontal.rawValue))
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        switch self.format {
        case .general: break
        case .count: format_set_num_format(format, "#,##0")
        case .day: format_set_num_format(format, "dd/mm/yyyy")
        }
        let thin = UInt8(LXW_BORDER_THIN.rawValue)
        switch lines {
        case .none: break
        case .all: format_set_border(format, thin)
        case .aboveAndBelow, .allButRight, .allButLeft:
            format_set_top(format, thin)
            format_set_bottom(format, thin)
            if lines == .allButRight { format_set_left(format, thin) }
            if lines == .allButLeft { format_set_right(format, thin) }
        }
    }
}

/// A look that a workbook keeps; of use only in that workbook's sheets.
public struct CellFormat {
    let format: UnsafeMutablePointer<lxw_format>
}
