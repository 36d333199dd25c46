import Testing

@testable import giaonhan

@Suite("A table on a terminal")
struct TextTableTests {
    @Test("words stand to the left and figures to the right, under heads of their own width; sums follow below a line")
    func table() {
        var table = TextTable([.left("Điểm thu"), .right("Số mã"), .right("Số tiền")])
        table.add(["Bưu cục Hà Nội", "2", "1.366.200"])
        table.add(["Chợ Mơ", "1.000", "9.500"])
        table.totals = ["Cộng", "1.002", "1.375.700"]
        #expect(
            table.text == """
                Điểm thu        Số mã    Số tiền
                Bưu cục Hà Nội      2  1.366.200
                Chợ Mơ          1.000      9.500
                --------------------------------
                Cộng            1.002  1.375.700

                """)
    }

    @Test("a letter takes one place, however many bytes or marks it is made of")
    func width() {
        var table = TextTable([.left("Tên"), .right("SL")])
        // Composed, decomposed, and without a mark.
        for name in ["Nguy\u{1EC5}n", "Nguye\u{302}\u{303}n", "Nguyen"] { table.add([name, "7"]) }
        #expect(table.text == "Tên     SL\nNguy\u{1EC5}n   7\nNguye\u{302}\u{303}n   7\nNguyen   7\n")
    }

    @Test("the head or the sums may be the widest; without rows the head stands alone")
    func widest() {
        var table = TextTable([.left("A"), .right("Bị từ chối")])
        #expect(table.text == "A  Bị từ chối\n")
        table.add(["x", "1"])
        table.totals = ["Cộng", "1"]
        #expect(
            table.text == """
                A     Bị từ chối
                x              1
                ----------------
                Cộng           1

                """)
    }

    @Test("facts have no head, and no line ends in a blank")
    func facts() {
        #expect(
            TextTable(facts: [("Mã", "POS0000000014"), ("Ghi chú", ""), ("Số tháng", "3")]).text == """
                Mã        POS0000000014
                Ghi chú
                Số tháng  3

                """)
    }
}
