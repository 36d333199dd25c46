import Glibc

// libFuzzer's way in to the readers. GIAONHAN_FUZZ_TARGET says which.

private let target: @Sendable ([UInt8]) throws -> Void = {
    switch getenv("GIAONHAN_FUZZ_TARGET").map({ String(cString: $0) }) {
    case "xml": XMLTarget.run
    case "zip": ZipTarget.run
    default: fatalError("GIAONHAN_FUZZ_TARGET must be xml or zip")
    }
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    // A fault of ours (no memory, no disk) is no answer to any bytes.
    do { try target(Array(UnsafeBufferPointer(start: start, count: count))) } catch { fatalError("\(error)") }
    return 0
}
