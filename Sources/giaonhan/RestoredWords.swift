import Contributions
import ExchangePipeline
import Rulebook

// What a ledger that was put back from a copy has forgotten, and what a person has to do about it.

extension RestoredLedger {
    func sentence(_ language: Language) -> String {
        let count = Dong(Int64(forgotten.paths.count))
        let first = ShownText.visible(forgotten.paths.first ?? "")
        return language.say(
            "archive/ hoặc quarantine/ có \(count) tệp mà sổ cái không biết (trước hết là \(first)): sổ cái có lẽ được khôi phục từ bản sao cũ. "
                + "Chưa nhận tệp và chưa khóa sổ để không cấp lại số đã công bố; nếu đúng là đã khôi phục, hãy chạy giaonhan run --restored, "
                + "nếu không, hãy đặt lại đúng sổ cái",
            "archive/ or quarantine/ holds \(count) files that the ledger does not know (\(first) first): it seems that an older copy of the "
                + "ledger was put back. Nothing is claimed and no day is closed, so that no published number is given out again; if it was "
                + "put back, start giaonhan run --restored, else put the right ledger in its place")
    }
}

extension ForgottenWork {
    /// Every original that the ledger forgot, to be dropped again; and where numbers go on.
    func list(_ language: Language) -> String {
        if isEmpty {
            return language.say("Sổ cái không quên gì so với archive/.\n", "The ledger has forgotten nothing that archive/ knows.\n")
        }
        var text = language.say(
            "Sổ cái đã quên \(Dong(Int64(originals.count))) tệp gốc; hãy thả lại từng tệp vào inbox của bên gửi dưới tên cũ (mã mới sẽ thay mã cũ):\n",
            "The ledger has forgotten \(Dong(Int64(originals.count))) original files; drop each again into its sender's inbox under its old name "
                + "(new codes take the place of the old ones):\n")
        for path in originals { text += "  \(ShownText.visible(path))\n" }
        for intake in intakes { text += language.say("MA_TIEP_NHAN đi tiếp sau \(intake)\n", "MA_TIEP_NHAN goes on after \(intake)\n") }
        if let day = publishedThrough {
            text += language.say(
                "Báo cáo đến ngày \(day) đã công bố và giữ nguyên\n", "Reports up to \(day) are published and stay as they are\n")
        }
        return text
    }
}
