import Foundation
import JourneyModel
import Synchronization

/// Hands messages to a program of anybody's, in any language: one JSON object a line on its input, one a line on its output.
///
/// A request is the message as `MessageJSON` writes it; a reply names the `key`, and says `status` and what else there is to say.
/// Replies may come in any order. The program is started with the first message and stays; when it ends or says nothing at all
/// for a whole `timeout`, or ever so much and answers nothing, it is started anew, at growing intervals while it answers nothing.
/// What it had in hand is of unknown fate. Lines that are no reply are counted, told of, and survived; what it writes to its
/// errors goes to the log, of a flood so many lines a minute. At its end its input is closed.
public final class ExecChannel: Channel {
    public struct Settings: Sendable {
        /// A path, or a name in `PATH`; no shell.
        public var program: String
        public var arguments: [String] = []
        /// From handing a message over to its reply.
        public var timeout: Microseconds = 30 * .second
        /// Messages with the program at once.
        public var inFlight = 16
        /// The program takes one key as one message.
        public var isIdempotent = false

        public init(program: String) { self.program = program }
    }

    /// What happened, for those who look.
    public struct Counts: Sendable, Equatable {
        public var starts = 0
        /// Lines that were no reply.
        public var garbage = 0
        /// Replies to what nobody asked, or had been answered.
        public var strays = 0
        /// Lines that were left out of the log.
        public var untold = 0
    }

    /// Bytes without a reply among them, after which a program is taken for broken; a line counts at least for `lineCost`.
    private static let chatterLimit = 16 << 20
    private static let lineCost = 1_600
    /// Lines of the log in a minute.
    static let toldInAMinute = 100

    public let isIdempotent: Bool
    private let settings: Settings
    private let clock: @Sendable () -> Timestamp
    private let log: @Sendable (String) -> Void
    private let state = Mutex(State())
    private let alarms = DispatchQueue(label: "journey.exec")

    private struct State {
        var child: ChildProcess?
        /// Of the child; nothing that an earlier one says counts.
        var generation = 0
        var pending: [String: Pending] = [:]
        var tickets = 0
        /// Lines of the child.
        var heard = 0
        /// Of the child, since its last reply.
        var chatter = 0
        /// The minute that is being told of, and the lines in it.
        var toldSince: Timestamp?
        var told = 0
        /// Ends in a row without a reply.
        var failures = 0
        var restartAt: Timestamp?
        var counts = Counts()
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    private struct Pending {
        var ticket: Int
        var hasLeft = false
        var heardBefore: Int
        var continuation: CheckedContinuation<ChannelReply, Never>
    }

    public init(_ settings: Settings, clock: @escaping @Sendable () -> Timestamp, log: @escaping @Sendable (String) -> Void) {
        self.settings = settings
        self.clock = clock
        self.log = log
        isIdempotent = settings.isIdempotent
    }

    deinit { state.withLock { $0.child?.closeInput() } }

    public var counts: Counts { state.withLock { $0.counts } }

    public var limits: ChannelLimits { ChannelLimits(batch: 1, concurrency: settings.inFlight) }

    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        await sendEach(messages, concurrency: settings.inFlight) { await self.ask($0) }
    }

    /// Closes the program's input and waits for its end, or ends it.
    public func close() async {
        await withCheckedContinuation { continuation in
            let child = state.withLock { state -> ChildProcess? in
                state.isClosed = true
                if state.child != nil { state.closing.append(continuation) }
                return state.child
            }
            guard let child else { return continuation.resume() }
            child.closeInput()
            alarms.asyncAfter(deadline: .now() + .seconds(2)) { child.kill() }
        }
    }

    // MARK: Asking

    private func ask(_ message: ChannelMessage) async -> ChannelReply {
        let line = MessageJSON.bytes(message) + [0x0A]
        let key = message.key
        return await withCheckedContinuation { continuation in
            let refused = state.withLock { state -> ChannelReply? in
                if state.pending[key] != nil { return ChannelReply(.retry, reason: "the program has a message of this key in hand") }
                let child: ChildProcess
                switch running(&state) {
                case .success(let running): child = running
                case .failure(let refusal): return refusal.reply
                }
                state.tickets += 1
                let ticket = state.tickets
                state.pending[key] = Pending(ticket: ticket, heardBefore: state.heard, continuation: continuation)
                child.write(line) { [weak self] in
                    self?.state.withLock { if $0.pending[key]?.ticket == ticket { $0.pending[key]?.hasLeft = true } }
                }
                alarms.asyncAfter(deadline: .now() + .microseconds(Int(clamping: settings.timeout))) { [weak self] in
                    self?.giveUp(key, ticket)
                }
                return nil
            }
            if let refused { continuation.resume(returning: refused) }
        }
    }

    private struct Refusal: Error { var reply: ChannelReply }

    private func running(_ state: inout State) -> Result<ChildProcess, Refusal> {
        func refuse(_ reason: String, _ wait: Microseconds? = nil) -> Result<ChildProcess, Refusal> {
            .failure(Refusal(reply: ChannelReply(.retry, reason: reason, retryAfter: wait)))
        }
        if state.isClosed { return refuse("the channel is closed") }
        if let child = state.child { return .success(child) }
        let now = clock()
        if let restartAt = state.restartAt, restartAt > now {
            return refuse("the program `\(settings.program)` is down and is started anew later", restartAt - now)
        }
        state.generation += 1
        state.chatter = 0
        let generation = state.generation
        let lines = Mutex(LineCutter())
        let complaints = Mutex(LineCutter())
        let listener = ChildProcess.Listener(
            output: { [weak self] bytes in lines.withLock { $0.take(bytes) { self?.hear($0, generation) } } },
            errors: { [weak self] bytes in complaints.withLock { $0.take(bytes) { self?.complain($0) } } },
            end: { [weak self] end in
                complaints.withLock { $0.finish { self?.complain($0) } }
                self?.ended(end, generation)
            })
        do throws(ChannelError) {
            let child = try ChildProcess(settings.program, settings.arguments, listener)
            state.child = child
            state.counts.starts += 1
            return .success(child)
        } catch {
            let wait = Self.backOff(&state, now)
            return refuse(error.description, wait)
        }
    }

    /// 1 s after the first end without a reply, doubled with each, at most a minute.
    private static func backOff(_ state: inout State, _ now: Timestamp) -> Microseconds {
        let wait = min(Microseconds.second << Int64(min(state.failures, 6)), .minute)
        state.failures += 1
        state.restartAt = now + wait
        return wait
    }

    // MARK: Listening

    private func hear(_ line: [UInt8], _ generation: Int) {
        let answer = AnswerJSON(line)
        let heard = state.withLock { state -> (Pending?, isGarbage: Bool, broken: ChildProcess?) in
            guard state.generation == generation else { return (nil, false, nil) }
            state.heard += 1
            let isReply = answer?.text("key") != nil && answer?.reply != nil
            if isReply, let pending = answer?.text("key").flatMap({ state.pending.removeValue(forKey: $0) }) {
                state.failures = 0
                state.chatter = 0
                return (pending, false, nil)
            }
            if isReply { state.counts.strays += 1 } else { state.counts.garbage += 1 }
            let before = state.chatter
            state.chatter += max(line.count, Self.lineCost)
            let isBroken = before < Self.chatterLimit && state.chatter >= Self.chatterLimit
            return (nil, !isReply, isBroken ? state.child : nil)
        }
        if let broken = heard.broken {
            broken.kill()
            tell("it says ever so much and answers nothing, so it is started anew")
        }
        if heard.isGarbage { tell("a line that is no reply: " + String(decoding: line.prefix(200), as: UTF8.self)) }
        if let pending = heard.0, let reply = answer?.reply { pending.continuation.resume(returning: reply) }
    }

    private func ended(_ end: ChildProcess.End, _ generation: Int) {
        let now = clock()
        let (lost, closing) = state.withLock { state -> ([Pending], [CheckedContinuation<Void, Never>]) in
            guard state.generation == generation else { return ([], []) }
            state.child = nil
            if state.failures > 0 || !state.pending.isEmpty { _ = Self.backOff(&state, now) } else { state.restartAt = nil }
            let lost = state.pending.values.sorted { $0.ticket < $1.ticket }
            state.pending = [:]
            defer { state.closing = [] }
            return (lost, state.closing)
        }
        tell(end.text)
        for pending in lost {
            let reason = "the program `\(settings.program)` ended before it answered: \(end.text)"
            pending.continuation.resume(returning: ChannelReply(pending.hasLeft ? .uncertain : .retry, reason: reason))
        }
        for continuation in closing { continuation.resume() }
    }

    /// A program that said nothing in all the time hangs.
    private func giveUp(_ key: String, _ ticket: Int) {
        let (late, hanging) = state.withLock { state -> (Pending?, ChildProcess?) in
            guard let pending = state.pending[key], pending.ticket == ticket else { return (nil, nil) }
            state.pending[key] = nil
            return (pending, state.heard == pending.heardBefore ? state.child : nil)
        }
        hanging?.kill()
        late?.continuation.resume(
            returning: ChannelReply(
                late?.hasLeft == true ? .uncertain : .retry, reason: "the program `\(settings.program)` gave no reply in time"))
    }

    private func complain(_ line: [UInt8]) { tell(String(decoding: line.prefix(2_000), as: UTF8.self)) }

    /// To the log, of a flood only its beginning and how much it was.
    private func tell(_ text: String) {
        let now = clock()
        let (isTold, left) = state.withLock { state -> (Bool, Int) in
            var left = 0
            if state.toldSince.map({ now < $0 || now - $0 >= .minute }) ?? true {
                left = max(0, state.told - Self.toldInAMinute)
                state.toldSince = now
                state.told = 0
            }
            state.told += 1
            if state.told > Self.toldInAMinute { state.counts.untold += 1 }
            return (state.told <= Self.toldInAMinute, left)
        }
        if left > 0 { log("\(settings.program): \(left) more lines") }
        if isTold { log("\(settings.program): \(printable(String(text.prefix(500))))") }
    }
}

extension ExecChannel.Settings {
    static let names = ["program", "arguments", "timeout", "in_flight", "idempotent"]

    /// Arguments stand in one text, between blanks.
    init(_ settings: ChannelSettings, _ surroundings: ChannelSurroundings) throws(ChannelError) {
        let program = try settings.text("program", example: #""adapters/push.py""#)
        self.init(program: program.utf8.contains(UInt8(ascii: "/")) ? surroundings.path(program) : program)
        arguments = try settings.text("arguments", or: "").split(separator: " ").map(String.init)
        timeout = try settings.duration("timeout", or: timeout)
        inFlight = try settings.whole("in_flight", or: inFlight, 1...1_000)
        isIdempotent = try settings.flag("idempotent", or: isIdempotent)
        guard ProgramPath.exists(self.program) else {
            throw .cannotStart(program: self.program, reason: ProgramPath.absence(of: self.program))
        }
    }
}
