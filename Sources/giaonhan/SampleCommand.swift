import ArgumentParser
import Assembly
import Contributions
import Rulebook
import SampleBatches

struct SampleCommand: SpokenCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Fills a folder, or a spool's inboxes, with a registry and matching batches of payments.",
        discussion: """
            The same arguments give the same bytes; another seed gives other payments in the same registry. A file that stands there \
            already with other bytes is not touched: exit 1.

            Examples:
              giaonhan sample /srv/giaonhan --payments 1000
              giaonhan sample samples --payments 1000000 --files 20 --partners 4 --zip --faults 0.5 --seed 2

            Batches are made on 20 November 2026 unless --date says otherwise: process them with
              giaonhan run --spool /srv/giaonhan --once --settle 0 --now 2026-11-20T17:30:00+07:00
            """)

    @Argument(help: "The folder to fill; made when it is missing.")
    var out: String

    @Option(name: .long, help: "Payments over all files, good and faulty: 1 to \(SamplePlan.paymentsMax).")
    var payments: Int

    @Option(name: .long, help: "Batches: 1 to \(SamplePlan.filesMax).")
    var files = 1

    @Option(name: .long, help: "Partners of the registry: 1 to \(SamplePlan.partnersMax).")
    var partners = 1

    @Flag(name: .long, help: "Batches as .zip.")
    var zip = false

    @Option(name: .long, help: "The share of faulty payments, percent: 0 to 100.")
    var faults = 0.0

    @Option(name: .long, help: "Which payments: 0 to \(SamplePlan.seedsMax - 1).")
    var seed: UInt64 = 1

    @Option(name: .long, help: "The day of the batches, yyyyMMdd; that of --now when it is given, or 20261120.")
    var date: DayArgument?

    @OptionGroup var words: LanguageOption

    @OptionGroup var config: ConfigOption

    @OptionGroup var clock: ClockOption

    func run() throws {
        let language = try config.inForce(words)[AllSettings.lang]
        let plan = SamplePlan(
            payments: payments, files: files, partners: partners, zip: zip, faultPercent: faults, seed: seed,
            date: date?.day ?? clock.now?.time.day ?? SamplePlan.usualDate)
        let writer: SampleWriter
        do { writer = try SampleWriter(plan) } catch { throw error.trouble }
        let folder = try SampleFolder(at: out)
        let progress = ProgressLine(of: plan.payments, unit: language.say("khoản thu", "payments"))
        defer { progress.end() }
        try writer.write(deflater: { try SampleDeflating() }, progress: progress.show) { try folder.begin($0) }
        progress.end()
        Standard.output(sentence(of: plan, registry: writer.registryFile.name, language))
    }

    private func sentence(of plan: SamplePlan, registry: String, _ language: Language) -> String {
        let payments = Dong(Int64(plan.payments))
        let faulty = Dong(Int64(plan.faultyPayments))
        let files = Dong(Int64(plan.files))
        let path = ShownText.visible("\(out)/agency/inbox/\(registry)")
        return language.say(
            "\(payments) khoản thu (\(faulty) sai) trong \(files) lô; danh mục là \(path)\n",
            "\(payments) \(plan.payments == 1 ? "payment" : "payments") (\(faulty) faulty) in \(files) "
                + "\(plan.files == 1 ? "batch" : "batches"); the registry is \(path)\n")
    }
}

extension SamplePlanRefusal {
    fileprivate var trouble: CommandTrouble {
        switch self {
        case .outside(let option, let least, let most, let value):
            .usage(
                "\(option) phải từ \(least) đến \(most), không phải \(value)", "\(option) must be from \(least) to \(most), not \(value)")
        case .emptyFiles(let files, let payments):
            .usage(
                "\(payments) khoản thu không đủ cho \(files) tệp; mỗi tệp có ít nhất một khoản thu",
                "\(payments) payments are too few for \(files) files; each file holds at least one")
        case .fullFiles(let files):
            .usage(
                "\(files) tệp là quá ít; mỗi tệp có nhiều nhất \(SamplePlan.paymentsPerFileMax) khoản thu",
                "\(files) files are too few; each holds at most \(SamplePlan.paymentsPerFileMax) payments")
        }
    }
}
