import Contributions
import Rulebook
import Testing

@Suite("Sets of elements")
struct FieldSetTests {
    @Test("a set has the elements it was made of, in the document's order")
    func members() {
        let set = FieldSet(.remark, .kind, .amount)
        #expect(set.fields == [.kind, .amount, .remark])
        #expect(set == FieldSet([.kind, .remark, .amount]))
        for field in PaymentField.allCases { #expect(set.contains(field) == [.kind, .amount, .remark].contains(field)) }
    }

    @Test("all elements are thirty bits, and each is one of them")
    func all() {
        #expect(FieldSet.all.fields == PaymentField.allCases)
        #expect(FieldSet.all.rawValue.nonzeroBitCount == PaymentField.count)
        for field in PaymentField.allCases { #expect(FieldSet(field).fields == [field]) }
    }
}
