import Glibc
import JourneyModel
import JourneyStore

/// A compressed file, read through the system's `gzip -dc` (no shell). Always finite; positions count decompressed bytes.
public final class GzipFile: EventSource {
    public let name: String
    public var context: EventContext {
        get { feed.context }
        set { feed.context = newValue }
    }
    private let path: String
    private let feed: LineFeed
    private var identity = ""
    private var wanted: SourcePosition?
    private var child: pid_t = 0
    private var output: Descriptor?
    private var isFinished = false

    public init(name: String, path: String, source: UInt32, format: EventFormat? = nil) {
        self.name = name
        self.path = path
        feed = LineFeed(
            name: name, context: EventContext(source: source, identity: name), format: format ?? EventFormat(name: path))
    }

    deinit { close() }

    public var position: SourcePosition? {
        identity.isEmpty ? wanted : SourcePosition(identity: identity, offset: max(feed.offset, wanted?.offset ?? 0))
    }

    public func resume(from position: SourcePosition) throws { wanted = position }

    public func waitForData(milliseconds: Int32) -> Bool {
        guard let output else { return false }
        _ = output.isReadable(within: milliseconds)
        return true
    }

    public func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> SourceState {
        if isFinished { return .finished }
        if output == nil { try start() }
        let given = batch.events.count
        while let output {
            if try feed.parse(into: &batch, limit: limit, rejects: &rejects) {
                dropKnown(&batch, from: given)
                return .more
            }
            dropKnown(&batch, from: given)
            // The child works as fast as it can: what is not there yet will be at once.
            _ = output.isReadable(within: -1)
            let count: Int
            do { count = try output.read(into: feed.room()) ?? 0 } catch {
                throw IntakeError(source: name, reason: error.description)
            }
            if count == 0 { break }
            feed.filled(count)
        }
        try feed.parseLast(into: &batch, keepsBroken: true, rejects: &rejects)
        dropKnown(&batch, from: given)
        isFinished = true
        try finish()
        return .finished
    }

    /// There is no way into the middle of a compressed file: what the store has is read again and dropped.
    private func dropKnown(_ batch: inout EventBatch, from given: Int) {
        guard let wanted, given < batch.events.count, batch.events[given].position <= wanted.offset else { return }
        let known = batch.events[given...].prefix { $0.position <= wanted.offset }.count
        batch.events.removeSubrange(given..<given + known)
    }

    private func start() throws {
        guard let status = FileStatus.of(path) else { throw IntakeError(source: name, reason: "there is no such file") }
        identity = status.identity
        var pipe: [Int32] = [0, 0]
        guard Glibc.pipe(&pipe) == 0 else {
            throw IntakeError(source: name, reason: SystemError(doing: "make a pipe").description)
        }
        for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        output = Descriptor(pipe[0])
        defer { _ = Glibc.close(pipe[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
        let words: [String] = ["gzip", "-dc", "--", path]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        let code = posix_spawnp(&child, "gzip", &actions, nil, arguments + [nil], [nil])
        if code != 0 {
            output = nil
            throw IntakeError(source: name, reason: "cannot start `gzip`: \(String(cString: strerror(code)))")
        }
        if wanted?.identity != identity { wanted = nil }
    }

    private func finish() throws {
        var status: Int32 = 0
        while child > 0, waitpid(child, &status, 0) < 0, errno == EINTR {}
        child = 0
        output = nil
        if status != 0 {
            throw IntakeError(source: name, reason: "`gzip` could not read all of it: the file is damaged or cut off")
        }
    }

    public func close() {
        output = nil
        if child > 0 {
            kill(child, SIGTERM)
            try? finish()
        }
    }
}
