import Foundation
import Glibc
import Synchronization

/// A program that runs beside this one: started without a shell, spoken to by its standard streams.
///
/// It leads a process group of its own, so that a key pressed at the terminal does not reach it, and ending it ends what it
/// started.
/// What it inherits is the environment and the working directory, no open file.
final class ChildProcess: Sendable {
    enum End: Sendable, Equatable {
        case exited(Int32)
        case killed(signal: Int32)

        var text: String {
            switch self {
            case .exited(let code): "it ended with status \(code)"
            case .killed(let signal): "signal \(signal) ended it"
            }
        }
    }

    /// What it says; all are called one after the other, on one thread, `end` once and last.
    struct Listener: Sendable {
        var output: @Sendable (ArraySlice<UInt8>) -> Void
        var errors: @Sendable (ArraySlice<UInt8>) -> Void
        var end: @Sendable (End) -> Void
    }

    /// How long it may go on after its output is closed.
    private static let patience = DispatchTimeInterval.seconds(2)

    private struct Life {
        var isReaped = false
        /// It takes nothing any more.
        var isBroken = false
        var input: Int32
    }

    /// One start at a time: else another's child would inherit these pipes before they are marked, and hold them open.
    private static let opening = Mutex(())

    private struct Failure: Error { var number: Int32 }

    private struct Opened {
        var process: pid_t
        var input: Int32
        var output: Int32
        var errors: Int32
    }

    private let process: pid_t
    private let life: Mutex<Life>
    private let writing = DispatchQueue(label: "journey.child")

    /// - Parameter program: a path, or a name that is looked up in `PATH`.
    /// - Throws: `ChannelError.cannotStart`.
    init(_ program: String, _ arguments: [String], _ listener: Listener) throws(ChannelError) {
        func refused(_ number: Int32) -> ChannelError { .cannotStart(program: program, reason: systemText(number)) }
        let opened: Opened
        do throws(Failure) { opened = try Self.opening.withLock { _ throws(Failure) in try Self.open(program, arguments) } } catch {
            throw .cannotStart(program: program, reason: systemText(error.number))
        }
        process = opened.process
        life = Mutex(Life(input: opened.input))
        let (output, errors) = (opened.output, opened.errors)
        Thread.detachNewThread { [self] in
            Self.read(output, errors, listener)
            listener.end(awaitEnd())
        }
    }

    /// Queues bytes for its input; what it does not take is lost when it ends.
    /// - Parameter begins: called when the first byte is about to leave.
    func write(_ bytes: [UInt8], begins: @escaping @Sendable () -> Void = {}) {
        writing.async { [self] in
            let input = life.withLock { $0.isBroken ? -1 : $0.input }
            guard input >= 0 else { return }
            begins()
            let failure = Self.writeQuietly(bytes, to: input)
            if failure != nil { life.withLock { $0.isBroken = true } }
        }
    }

    /// Behind what is queued.
    func closeInput() {
        writing.async { [self] in
            let input = life.withLock { life in
                defer { life.input = -1 }
                return life.input
            }
            if input >= 0 { Glibc.close(input) }
        }
    }

    func kill() {
        life.withLock { life in
            life.isBroken = true
            if !life.isReaped { _ = Glibc.kill(-process, SIGKILL) }
        }
    }

    /// A program that is gone is an error of the write and no signal, whatever this process does about signals.
    private static func writeQuietly(_ bytes: [UInt8], to input: Int32) -> Int32? {
        var broken = sigset_t()
        var before = sigset_t()
        sigemptyset(&broken)
        sigaddset(&broken, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &broken, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let (_, failure) = writeAll(bytes, to: input, with: systemWrite)
        if failure == EPIPE {
            var now = timespec()
            sigtimedwait(&broken, nil, &now)
        }
        return failure
    }

    /// Until its output is closed. What it still says on its errors is waited for shortly.
    private static func read(_ output: Int32, _ errors: Int32, _ listener: Listener) {
        var ends = [pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: errors, events: Int16(POLLIN), revents: 0)]
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        // Another program may hold the errors open for ever.
        var roundsLeft = 50
        while ends[0].fd >= 0 || (ends[1].fd >= 0 && roundsLeft > 0) {
            let isOver = ends[0].fd < 0
            if isOver { roundsLeft -= 1 }
            let ready = poll(&ends, nfds_t(ends.count), isOver ? 100 : -1)
            if ready < 0 && errno != EINTR || ready == 0 { break }
            for index in ends.indices where ready > 0 && ends[index].revents != 0 {
                let taken = Glibc.read(ends[index].fd, &buffer, buffer.count)
                if taken > 0 {
                    if index == 0 { listener.output(buffer[..<taken]) } else { listener.errors(buffer[..<taken]) }
                } else if taken == 0 || errno != EINTR {
                    ends[index].fd = -1
                }
            }
        }
        Glibc.close(output)
        Glibc.close(errors)
    }

    /// Its number is given back only under the lock, so that no signal goes to a stranger who got it next.
    private func awaitEnd() -> End {
        let alarm = DispatchWorkItem { [self] in kill() }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: alarm)
        var information = siginfo_t()
        while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
        alarm.cancel()
        var status: Int32 = 0
        life.withLock { life in
            life.isReaped = true
            // What it started and left behind ends with it.
            _ = Glibc.kill(-process, SIGKILL)
            _ = waitpid(process, &status, 0)
        }
        closeInput()
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal)
    }

    private static func open(_ program: String, _ arguments: [String]) throws(Failure) -> Opened {
        // Reading and writing end of input, output, errors.
        var ends: [Int32] = []
        func close(_ indices: [Int]) { for index in indices where index < ends.count { Glibc.close(ends[index]) } }
        for _ in 0..<3 {
            var pair: [Int32] = [0, 0]
            guard pipe(&pair) == 0 else {
                let number = errno
                close(Array(0..<6))
                throw Failure(number: number)
            }
            for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            ends += pair
        }
        let (failure, process) = spawn(program, arguments, input: ends[0], output: ends[3], errors: ends[5])
        close([0, 3, 5])
        guard failure == 0 else {
            close([1, 2, 4])
            throw Failure(number: failure)
        }
        return Opened(process: process, input: ends[1], output: ends[2], errors: ends[4])
    }

    private static func spawn(_ program: String, _ arguments: [String], input: Int32, output: Int32, errors: Int32) -> (Int32, pid_t) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, end) in [input, output, errors].enumerated() { posix_spawn_file_actions_adddup2(&actions, end, Int32(number)) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }.sorted()
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for word in words + variables { free(word) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, program, &actions, &attributes, &words, &variables)
        return (failure, process)
    }
}

/// Cuts what comes in pieces into lines. One that is longer than the limit comes in parts.
struct LineCutter {
    static let limit = 1 << 20
    private var rest: [UInt8] = []

    mutating func take(_ bytes: ArraySlice<UInt8>, _ line: ([UInt8]) -> Void) {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var start = 0
            while start < bytes.count {
                let room = min(bytes.count - start, Self.limit - rest.count)
                let lineBreak = memchr(base + start, 0x0A, room).map { UnsafeRawPointer($0) - base }
                let end = lineBreak ?? start + room
                rest.append(contentsOf: bytes[start..<end])
                start = lineBreak == nil ? end : end + 1
                if lineBreak != nil || rest.count >= Self.limit { finish(line) }
            }
        }
    }

    /// What stands behind the last line break.
    mutating func finish(_ line: ([UInt8]) -> Void) {
        if !rest.isEmpty { line(rest) }
        rest.removeAll(keepingCapacity: true)
    }
}
