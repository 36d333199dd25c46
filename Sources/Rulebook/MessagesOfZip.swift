// Why a ZIP is refused, in words: the reasons behind ZIP01, ZIP06 and ZIP08, by the names that the reader gives them.

extension MessageParts {
    /// The detail, a reason of the ZIP reader, in brackets with a blank before; nothing when it is unknown.
    var zipReason: String {
        guard let words = Self.zipReasons[detail(0)] else { return "" }
        return " (" + (language == .vi ? words.vi : words.en) + ")"
    }

    private static let zipReasons: [String: (vi: String, en: String)] = [
        "noEndRecord": ("không thấy phần kết thúc của ZIP, có thể tệp bị đứt", "no end record, perhaps cut off"),
        "endRecordCutOff": ("phần kết thúc của ZIP bị đứt", "the end record is cut off"),
        "directoryDamaged": ("danh mục của ZIP bị hỏng", "the directory is damaged"),
        "archiveComment": ("có chú thích của ZIP", "an archive comment"),
        "bytesAfterEnd": ("có dữ liệu thừa sau phần kết thúc", "bytes after the end"),
        "secondEndRecord": ("có hai phần kết thúc", "a second end record"),
        "splitArchive": ("ZIP bị chia nhiều phần", "a split archive"),
        "zip64Inconsistent": ("các giá trị ZIP64 không khớp", "inconsistent ZIP64 values"),
        "directoryMisplaced": ("danh mục của ZIP không đúng chỗ", "the directory is not in its place"),
        "entryCountDiffers": ("số mục không khớp với danh mục", "the entry count differs"),
        "bytesOutsideEntries": ("có dữ liệu không thuộc mục nào", "bytes that belong to no entry"),
        "entriesOverlap": ("các mục chồng lên nhau", "entries overlap"),
        "localHeaderMissing": ("thiếu phần đầu của mục", "a local header is missing"),
        "localHeaderDiffers": ("phần đầu của mục không khớp với danh mục", "local header and directory differ"),
        "storedWithDescriptor": ("mục không nén mà độ dài ghi phía sau", "a stored entry with a data descriptor"),
        "descriptorDiffers": ("độ dài ghi sau dữ liệu không khớp với danh mục", "descriptor and directory differ"),
        "extraFieldDamaged": ("trường bổ sung bị hỏng", "a damaged extra field"),
        "unicodeNameDiffers": ("tên Unicode của mục khác tên trong danh mục", "the Unicode name differs"),
        "deflateDamaged": ("dữ liệu nén bị hỏng", "damaged deflate data"),
        "deflateUnfinished": ("dữ liệu nén chưa kết thúc", "the deflate stream is not finished"),
        "leftoverBytes": ("có dữ liệu nén thừa", "leftover compressed bytes"),
        "sizeDiffers": ("độ dài sau khi bung không khớp", "the size differs"),
        "checksumDiffers": ("CRC-32 không khớp", "the CRC-32 differs"),
    ]
}
