import Contributions
import ExchangePipeline
import Rulebook

// What is wrong with the clock, and what a person has to do about it; and what a clock that was ahead has left.

extension ClockTrouble {
    func sentence(_ language: Language) -> String {
        let wrong =
            switch self {
            case .beforeLastEvent(let time):
                language.say(
                    "đồng hồ chậm hơn sự kiện cuối trong sổ (\(time.forPeople)): một trong hai thời điểm là sai",
                    "the clock is before the last event on record (\(time.forPeople)): one of the two is wrong")
            case .longAfterLastEvent(let time):
                language.say(
                    "đồng hồ muộn hơn sự kiện cuối trong sổ (\(time.forPeople)) quá \(ClockWatch.silenceDaysMax) ngày",
                    "the clock is more than \(ClockWatch.silenceDaysMax) days after the last event on record (\(time.forPeople))")
            case .ranAway(let seconds):
                language.say(
                    "đồng hồ lệch \(seconds) giây so với thời gian đã trôi qua",
                    "the clock has moved \(seconds) s away from the time that has passed")
            }
        return wrong
            + language.say(
                ", nên không nhận tệp và không khóa sổ; hãy chỉnh đồng hồ (timedatectl), hoặc nếu giờ đúng thì chạy lại với --accept-clock",
                ", so no file is claimed and no day is closed; put the clock right (timedatectl), or if it is right, start again with "
                    + "--accept-clock")
    }
}

extension DaysAhead {
    func sentence(_ language: Language) -> String {
        let closed = next.map { next in
            language.say(
                "đã khóa sổ những ngày chưa tới, nên tệp nhận từ nay được ghi nhận vào ngày \(next.forPeople)",
                "days are closed that have not come yet, so what is posted now is recorded on \(next.forPeople)")
        }
        let recorded = recorded.map { day in
            language.say(
                "đã có tệp ghi nhận ngày \(day.forPeople), là ngày chưa tới",
                "files are recorded on \(day.forPeople), which has not come yet")
        }
        return language.say("đồng hồ từng chạy trước giờ thật: ", "the clock was ahead once: ")
            + [closed, recorded].compactMap { $0 }.joined(separator: "; ")
            + language.say(
                "; hãy báo cho các tổ chức, và xem mục Đồng hồ trong README", "; tell the partners, and see README, When the clock is wrong"
            )
    }
}
