@preconcurrency import Dispatch
import Synchronization

// Waits for the kernel's notices without holding a thread. The descriptor stays readable until a pass drains it, so the
// source listens only while somebody waits.

/// Wakes one waiter when a descriptor becomes readable.
final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Void, Never>?
        var isListening = false
    }

    private let state = Mutex(State())
    private let source: any DispatchSourceRead

    init(descriptor: Int32) {
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
        source.setEventHandler { [weak self] in self?.stopListeningAndRing() }
        source.activate()
        source.suspend()
    }

    deinit {
        source.cancel()
        // A suspended source must not be released.
        if !state.withLock({ $0.isListening }) { source.resume() }
    }

    /// Returns when the descriptor is readable, the time is over, or the task is cancelled.
    func wait(atMost time: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await Task.sleep(for: time)
                self.ring()
            }
            listen()
            await waitForRing()
            group.cancelAll()
        }
        state.withLock { $0.isRung = false }
    }

    private func listen() {
        let begins = state.withLock { state in
            defer { state.isListening = true }
            return !state.isListening
        }
        if begins { source.resume() }
    }

    private func stopListeningAndRing() {
        let ends = state.withLock { state in
            defer { state.isListening = false }
            return state.isListening
        }
        if ends { source.suspend() }
        ring()
    }

    private func ring() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            if state.waiter == nil { state.isRung = true }
            return state.waiter
        }
        waiter?.resume()
    }

    private func waitForRing() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isRung || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
    }
}
