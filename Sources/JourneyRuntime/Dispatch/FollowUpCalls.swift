import JourneyChannels
import JourneyModel
import Synchronization

/// What is asked of channels about their tasks: calls under way, answers to be fetched.
final class FollowUpCalls: Sendable {
    /// A message of a task, as its channel knows it.
    struct Asked: Sendable {
        var number: Int64
        var message: ChannelMessage
    }

    struct Call: Sendable {
        var channel: any TaskChannel
        var task: ChannelTask
        /// To be given to somebody else; nil: to be looked at.
        var reassigned: [ChannelMessage]?
        var now: Timestamp
    }

    struct Answer: Sendable {
        enum Outcome: Sendable {
            case report(TaskReport)
            case reassigned([ChannelReply])
        }

        var id: String
        var outcome: Outcome
    }

    private struct State {
        var answers: [Answer] = []
        var underWay = 0
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func begin(_ call: Call) {
        state.withLock { $0.underWay += 1 }
        Task {
            let outcome: Answer.Outcome
            if let messages = call.reassigned {
                outcome = .reassigned(await call.channel.reassign(messages))
            } else {
                outcome = .report(await call.channel.look(at: call.task, now: call.now))
            }
            let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
                state.underWay -= 1
                state.answers.append(Answer(id: call.task.id, outcome: outcome))
                guard state.underWay == 0 else { return nil }
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
        }
    }

    func takeAnswers() -> [Answer] {
        state.withLock { state in
            defer { state.answers.removeAll() }
            return state.answers
        }
    }

    /// Returns when every call has ended.
    func untilAnswered() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.underWay > 0 { state.waiter = continuation }
                return state.underWay == 0
            }
            if isIdle { continuation.resume() }
        }
    }
}
