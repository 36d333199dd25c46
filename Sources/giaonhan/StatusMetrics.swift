import Assembly
import Contributions

// metrics.prom: the figures of `status` in Prometheus' text format, for node_exporter's text-file collector. One gauge or
// counter a column of the tables; each row's owner is the label ma_tcdvt. The collector refuses a file that names a metric
// twice or forgets a line's end, so the file is made of one table.

extension StatusReport {
    private struct Metric: Sendable {
        let name: String
        let type: String
        let help: String
        let value: @Sendable (OwnerStatus) -> Int128

        init<Number: BinaryInteger & SendableMetatype>(
            _ name: String, _ type: String, _ help: String, _ value: @escaping @Sendable (OwnerStatus) -> Number
        ) {
            (self.name, self.type, self.help, self.value) = (name, type, help, { Int128(value($0)) })
        }
    }

    private static let perOwner = [
        Metric("files_waiting", "gauge", "CHO: files in the inbox that are no uploads under way.") { $0.waiting },
        Metric("oldest_waiting_seconds", "gauge", "CHO_LAU_NHAT: seconds since the oldest was written.") { $0.oldestWaitingSeconds },
        Metric("files_in_work", "gauge", "DANG_XU_LY: claimed files.") { $0.inWork },
        Metric("files_held", "gauge", "GIU_LAI: files that wait for release or refuse.") { $0.held },
        Metric("files_quarantined_total", "counter", "CACH_LY: files that could not be read.") { $0.quarantined },
        Metric("records_received_total", "counter", "SL_NHAN: records of posted files.") { $0.received },
        Metric("records_recorded_total", "counter", "SL_DUNG: of these, recorded.") { $0.recorded },
        Metric("records_on_record_total", "counter", "SL_TRUNG: of these, on record before.") { $0.onRecord },
        Metric("records_refused_total", "counter", "SL_LOI: of these, refused.") { $0.refused },
        Metric("records_unposted", "gauge", "SL_CHO: records of claimed or held files not yet posted.") { $0.unposted },
        Metric("money_received_dong_total", "counter", "TIEN_NHAN: the money of records received.") { $0.receivedMoney },
        Metric("money_recorded_dong_total", "counter", "TIEN_DUNG: of it, recorded.") { $0.recordedMoney },
        Metric("money_on_record_dong_total", "counter", "TIEN_TRUNG: of it, on record before.") { $0.onRecordMoney },
        Metric("money_refused_dong_total", "counter", "TIEN_LOI: of it, refused.") { $0.refusedMoney },
        Metric("records_unaccounted", "gauge", "CHENH_LECH: records that nobody accounts for; anything but 0 is red.") {
            $0.difference
        },
        Metric("files_unaccounted", "gauge", "CHENH_LECH_TEP: files that nobody accounts for; anything but 0 is red.") {
            Int64($0.filesDifference)
        },
        Metric("money_unaccounted_dong", "gauge", "CHENH_LECH_TIEN: money that nobody accounts for; anything but 0 is red.") {
            Int64(clamping: $0.moneyDifference)
        },
        Metric("files_answered_total", "counter", "SL_TEP: files that are posted and answered, quarantined ones too.") {
            $0.answered
        },
        Metric("codes_outstanding", "gauge", "SL_CON_LAI: codes recorded, not cancelled, not remitted.") { $0.outstanding },
        Metric("money_outstanding_dong", "gauge", "TIEN_CON_LAI: their money.") { $0.outstandingMoney },
        Metric("outstanding_oldest_days", "gauge", "SO_NGAY_CON_LAI: days since the oldest was recorded; 0 when there is none.") {
            $0.outstandingDays ?? 0
        },
        Metric("money_listed_not_credited_dong", "gauge", "TIEN_KE_CHUA_CO_BAO_CO: money listed that is not credited.") {
            $0.listedMoney
        },
        Metric("listed_oldest_days", "gauge", "SO_NGAY_KE: days since the earliest NGAY_CHUYEN of it; 0 when there is none.") {
            $0.listedDays ?? 0
        },
        Metric("money_credited_not_listed_dong", "gauge", "TIEN_BAO_CO_CHUA_KHOP: money credited that no listing agrees with.") {
            $0.creditedMoney
        },
        Metric("silent_days", "gauge", "IM_LANG: days since the last file was claimed; 0 when there never was one.") {
            $0.silentDays ?? 0
        },
    ]

    /// metrics.prom.
    var metrics: [UInt8] {
        var text = single("status_timestamp_seconds", "THOI_GIAN: when these figures were taken.", status.takenAt.secondsSince1970)
        text += single("red", "DO: 1 when a person has to do something; giaonhan status says what.", status.isRed ? 1 : 0)
        text += single("red_lights", "LY_DO: how many things a person has to do.", Int64(status.redLights.count))
        for metric in Self.perOwner {
            text += head(metric.name, metric.type, metric.help)
            // A MA_TCDVT needs no escaping: letters and digits.
            for row in status.owners { text += "giaonhan_\(metric.name){ma_tcdvt=\"\(row.owner)\"} \(metric.value(row))\n" }
        }
        return Array(text.utf8)
    }

    private func single(_ name: String, _ help: String, _ value: Int64) -> String {
        head(name, "gauge", help) + "giaonhan_\(name) \(value)\n"
    }

    private func head(_ name: String, _ type: String, _ help: String) -> String {
        "# HELP giaonhan_\(name) \(help)\n# TYPE giaonhan_\(name) \(type)\n"
    }
}
