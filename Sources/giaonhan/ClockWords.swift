import Contributions
import ExchangePipeline
import Rulebook

// What is wrong with the clock, and what a person has to do about it.

extension ClockTrouble {
    func sentence(_ language: Language) -> String {
        let wrong =
            switch self {
            case .beforeLastEvent(let time):
                language.say(
                    "đồng hồ chậm hơn sự kiện cuối trong sổ (\(time.forPeople))",
                    "the clock is before the last event on record (\(time.forPeople))")
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
