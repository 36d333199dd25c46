import CProcessCalls

// The C library gives threads heaps of their own, up to eight a core, and each keeps what its thread once needed. The daemon's threads
// hand each other what was read, so three heaps serve all of them in less memory; with two they would wait for each other, 2 s of the 30
// that 53,000 small files take.

public enum Heaps {
    /// Bounds the heaps of this process. To be called before there are threads: heaps that they have stay. `mallopt(3)`, M_ARENA_MAX.
    public static func bound() { process_bound_heaps(3) }
}
