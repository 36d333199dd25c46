import Answers
import Contributions
import Testing

@Suite("JSON for programs")
struct JSONWriterTests {
    @Test("a quarantined file's note")
    func reasonNote() throws {
        let note = try ReasonNote.render(
            intake: IntakeNumber("TN20261120-000001")!, shownName: "lo.xml", sha256: [0x0A, 0xFF],
            findings: [
                Finding(.XML01, details: ["tag \"mismatch\""], place: Place(line: 7, column: 12)),
                Finding(.XML02, place: Place(line: 9, column: 0)),
            ])
        #expect(
            String(decoding: note, as: UTF8.self) == """
                {
                  "MA_TIEP_NHAN": "TN20261120-000001",
                  "TEN_TEP": "lo.xml",
                  "SHA256": "0aff",
                  "DS_LOI_TEP": [
                    {
                      "MA_LOI": "XML01",
                      "MO_TA_LOI": "XML sai cú pháp; hãy sửa tại dòng và cột đã nêu hoặc xuất lại tệp",
                      "DONG": 7,
                      "COT": 12
                    },
                    {
                      "MA_LOI": "XML02",
                      "MO_TA_LOI": "XML kết thúc giữa chừng, còn phần tử chưa đóng; có thể tệp chưa tải lên xong, hãy gửi lại tệp đầy đủ",
                      "DONG": 9
                    }
                  ]
                }

                """)
    }

    @Test("values of every kind, nested and empty, in the order in which they are written")
    func values() throws {
        let text = try rendered { out in
            let json = JSONWriter(into: out)
            json.array {
                json.object {
                    json.member("DO", true)
                    json.array("LY_DO") {
                        json.element("đĩa đầy")
                        json.element("\u{1}\u{7F}\\\"\n\t/")
                    }
                    json.array("TRONG") {}
                    json.object("CON") { json.member("N", Int64.min) }
                    json.recordFaults([Finding(.BG01, subject: "HO_TEN")])
                }
                json.element(5)
                json.object {}
            }
            json.end()
        }
        #expect(
            text == #"""
                [
                  {
                    "DO": true,
                    "LY_DO": [
                      "đĩa đầy",
                      "\u0001\u007f\\\"\n\t/"
                    ],
                    "TRONG": [],
                    "CON": {
                      "N": -9223372036854775808
                    },
                    "DS_LOI": [
                      {
                        "TEN_TRUONG": "HO_TEN",
                        "MA_LOI": "BG01",
                        "MO_TA_LOI": "Thiếu HO_TEN hoặc để trống; cần 2 đến 80 chữ cái tiếng Việt, dấu cách, ' . hoặc -",
                        "GIA_TRI": ""
                      }
                    ]
                  },
                  5,
                  {}
                ]

                """#)
    }
}
