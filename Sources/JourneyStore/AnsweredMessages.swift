/// What became of messages in the open transaction, to be written many rows at a time: channels answer most of a turn alike, and a row that
/// is updated by itself costs several times what it costs beside its neighbours.
struct AnsweredMessages {
    /// What an answer changes.
    struct Standing: Equatable {
        var status: OutboxMessage.Status
        var attempts: Int
        var reason: String
        var providerID: String
        var isInDoubt: Bool

        init(of message: OutboxMessage) {
            status = message.status
            attempts = message.attempts
            reason = message.reason
            providerID = message.providerID
            isInDoubt = message.isInDoubt
        }
    }

    /// Messages with numbers one after another that stand alike.
    struct Run {
        var numbers: ClosedRange<Int64>
        var standing: Standing
    }

    private var standings: [Standing] = []
    private var answered: [(number: Int64, standing: Int)] = []

    var isEmpty: Bool { answered.isEmpty }

    mutating func removeAll() {
        standings.removeAll(keepingCapacity: true)
        answered.removeAll(keepingCapacity: true)
    }

    /// - Precondition: it is not here yet.
    mutating func add(_ message: OutboxMessage) {
        let standing = Standing(of: message)
        // The last one's, nearly always; where answers differ each has a standing of its own.
        if standings.last != standing { standings.append(standing) }
        answered.append((message.number, standings.count - 1))
    }

    mutating func take() -> [Run] {
        defer { removeAll() }
        answered.sort { $0.number < $1.number }
        var runs: [Run] = []
        for (number, place) in answered {
            if let last = runs.last, last.numbers.upperBound + 1 == number, last.standing == standings[place] {
                runs[runs.count - 1].numbers = last.numbers.lowerBound...number
            } else {
                runs.append(Run(numbers: number...number, standing: standings[place]))
            }
        }
        return runs
    }
}
