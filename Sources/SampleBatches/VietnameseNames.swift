// The words that names of samples are made of: common family, middle and given names with full diacritics, precomposed
// (NFC), as officials type them. Any likeness to a person is chance: numbers of samples belong to nobody (SamplePerson).

enum VietnameseNames {
    static let family: [StaticString] = [
        "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
        "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Lương", "Trịnh", "Đoàn", "Tạ", "Mạc", "Lò", "Giàng", "Nông", "Sầm",
    ]
    static let middleMale: [StaticString] = [
        "Văn", "Văn", "Đức", "Hữu", "Công", "Quang", "Minh", "Xuân", "Ngọc", "Đình", "Quốc", "Thế", "Trọng", "Bá", "Viết", "Khắc",
    ]
    static let middleFemale: [StaticString] = [
        "Thị", "Thị", "Thị", "Thị Ngọc", "Thị Thu", "Thị Hồng", "Thị Kim", "Ngọc", "Thu", "Kim", "Thanh", "Bích", "Diệu", "Mỹ", "Thùy",
        "Khánh",
    ]
    static let givenMale: [StaticString] = [
        "An", "Ân", "Bảo", "Bình", "Cường", "Dũng", "Duy", "Đạt", "Điệp", "Giang", "Hải", "Hiếu", "Hòa", "Hoàng", "Hùng", "Huy",
        "Khang", "Khánh", "Khoa", "Kiên", "Lâm", "Long", "Lộc", "Mạnh", "Nam", "Nghĩa", "Nhật", "Phong", "Phúc", "Phước", "Quân", "Quý",
        "Sơn", "Tài", "Tâm", "Thắng", "Thành", "Thịnh", "Tiến", "Toàn", "Trí", "Trung", "Tuấn", "Tùng", "Việt", "Vinh", "Vĩ", "Ý",
    ]
    static let givenFemale: [StaticString] = [
        "Ái", "Ánh", "Bích", "Châu", "Chi", "Cúc", "Diễm", "Dung", "Duyên", "Đào", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hòa",
        "Hồng", "Huệ", "Hương", "Huyền", "Khuê", "Lan", "Lệ", "Liên", "Linh", "Loan", "Ly", "Mai", "Mẫn", "Nga", "Ngân", "Nguyệt",
        "Nhàn", "Nhung", "Oanh", "Phượng", "Quyên", "Quỳnh", "Sương", "Tâm", "Thảo", "Thắm", "Thơm", "Thúy", "Trang", "Tuyết", "Uyên",
        "Vân", "Yến",
    ]
}

/// A name by its words' places in the lists.
struct SampleName {
    let family: Int
    let middle: Int
    let given: Int

    /// Draws a name; `family` when the household's name is given.
    init(female: Bool, family: Int? = nil, _ random: inout SplitMix64) {
        self.family = family ?? random.below(VietnameseNames.family.count)
        middle = random.below((female ? VietnameseNames.middleFemale : VietnameseNames.middleMale).count)
        given = random.below((female ? VietnameseNames.givenFemale : VietnameseNames.givenMale).count)
    }

    func write(female: Bool, to text: ByteText) {
        text.write(VietnameseNames.family[family])
        text.write(" ")
        text.write(female ? VietnameseNames.middleFemale[middle] : VietnameseNames.middleMale[middle])
        text.write(" ")
        text.write(female ? VietnameseNames.givenFemale[given] : VietnameseNames.givenMale[given])
    }
}
