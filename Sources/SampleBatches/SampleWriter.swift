// The entry: writes a plan's DANH_MUC and batches to sinks that the caller opens, file by file, in constant memory; and
// tells which payments are faulty and how. It opens no file and knows no clock: the same plan gives the same bytes.
// A batch's header comes before its payments, so each file is drawn twice, first for its total.

import Contributions

/// Where one file's bytes go. The caller opens it; `close` follows the last byte, unless something failed before.
public protocol SampleOutput {
    mutating func write(_ bytes: UnsafeRawBufferPointer) throws
    mutating func close() throws
}

public struct SampleWriter {
    public let plan: SamplePlan
    private let registry: SampleRegistry

    /// Refuses a plan beyond a limit.
    public init(_ plan: SamplePlan) throws(SamplePlanRefusal) {
        try plan.check()
        self.plan = plan
        registry = SampleRegistry(plan)
    }

    /// MA_TCDVT of all partners of the registry, also of those that send nothing.
    public var partnerCodes: [String] { registry.partners.map(\.code) }

    /// The agency's file, which must be processed before the batches.
    public var registryFile: SampleFile { RegistryDocument(plan: plan, registry: registry).file }

    /// Batch `number` (from 0) of the plan.
    public func batchFile(_ number: Int) -> SampleFile {
        let code = registry.partners[plan.partner(ofFile: number)].code
        let name = plan.stem(ofFile: number, partnerCode: code) + (plan.zip ? ".zip" : ".xml")
        return SampleFile(owner: .partner(code), name: name)
    }

    /// Writes everything: first the DANH_MUC, then the batches in order. `deflater` is asked once a file when the plan says
    /// zip; `progress` hears how many payments are written, now and then and at the end.
    public func write(
        deflater: () throws -> any SampleDeflater, progress: (Int) -> Void = { _ in }, output: (SampleFile) throws -> any SampleOutput
    ) throws {
        let text = ByteText()
        var registrySink = Sink(output: try output(registryFile))
        try RegistryDocument(plan: plan, registry: registry).write(to: text) { try registrySink.take(text) }
        try registrySink.close()

        let draw = PaymentDraw(plan: plan, registry: registry)
        var written = 0
        for file in 0..<plan.files {
            let target = batchFile(file)
            var sink = Sink(output: try output(target))
            if plan.zip {
                let entry = String(target.name.dropLast(4)) + ".xml"
                try sink.start(SampleZip(entry: entry, date: plan.date, deflater: try deflater()))
            }
            let document = PaymentDocument(plan: plan, registry: registry, file: file)
            document.writeStart(total: total(ofFile: file, draw), to: text)
            var payments = PaymentSequence(draw, file: file)
            while let payment = payments.nextPayment() {
                document.write(payment, to: text)
                written += 1
                if text.isNearlyFull {
                    try sink.take(text)
                    progress(written)
                }
            }
            document.writeEnd(to: text)
            try sink.take(text)
            try sink.close()
        }
        progress(written)
    }

    private func total(ofFile file: Int, _ draw: PaymentDraw) -> Int {
        var payments = PaymentSequence(draw, file: file)
        var total = 0
        while let payment = payments.nextPayment() { total += payment.amount }
        return total
    }
}

/// A payment that will be refused, and why.
public struct SampleExpectation: Sendable, Hashable {
    /// The batch's number, from 0.
    public let batch: Int
    /// STT: the payment's place in its file, from 1.
    public let ordinal: Int
    public let fault: SampleFault
}

extension SampleWriter {
    /// Tells every faulty payment of the plan, file by file in order. A file with more than 100,000 of them will be refused
    /// whole (LO11).
    public func eachExpectation(_ body: (SampleExpectation) throws -> Void) rethrows {
        let draw = PaymentDraw(plan: plan, registry: registry)
        for file in 0..<plan.files {
            var payments = PaymentSequence(draw, file: file)
            var ordinal = 0
            while let payment = payments.nextPayment() {
                ordinal += 1
                guard let fault = payment.fault else { continue }
                try body(SampleExpectation(batch: file, ordinal: ordinal, fault: SampleFault.table[fault]))
            }
        }
    }

    /// The same as a list.
    public var expectations: [SampleExpectation] {
        var list: [SampleExpectation] = []
        eachExpectation { list.append($0) }
        return list
    }
}

/// A sink with or without a ZIP around the bytes.
private struct Sink {
    private var output: any SampleOutput
    private var zip: SampleZip?

    init(output: any SampleOutput) { self.output = output }

    mutating func start(_ zip: SampleZip) throws {
        self.zip = zip
        try zip.start { try output.write($0) }
    }

    /// Takes all that the text holds and empties it.
    mutating func take(_ text: ByteText) throws {
        if zip == nil {
            try output.write(text.bytes)
        } else {
            try zip?.write(text.bytes) { try output.write($0) }
        }
        text.removeAll()
    }

    mutating func close() throws {
        try zip?.finish { try output.write($0) }
        try output.close()
    }
}
