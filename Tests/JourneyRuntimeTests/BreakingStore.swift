import JourneyStore

@testable import JourneyFaults

/// A store that breaks at a chosen verb, as when the process dies there: nothing of the open transaction reaches the file.
final class BreakingStore: ForwardingStore {
    struct Broken: Error {}

    /// Verbs until it breaks.
    private(set) var left: Int
    /// A commit that breaks is durable all the same.
    private let commitsBeforeBreaking: Bool
    private let commitInner: () throws -> Void

    init(_ inner: any Store, after verbs: Int, commitsBeforeBreaking: Bool) {
        left = verbs
        self.commitsBeforeBreaking = commitsBeforeBreaking
        commitInner = inner.commit
        super.init(inner)
    }

    override func step() throws {
        guard left > 0 else { throw Broken() }
        left -= 1
    }

    override func look() {}

    override func commit() throws {
        if left == 0, commitsBeforeBreaking { try commitInner() }
        try super.commit()
    }
}
