import JourneyModel

/// Messages that say the same to different people, to be sent at once.
struct WeComBatch {
    /// Of one request.
    static let most = 1_000

    typealias Receiver = (place: Int, to: String)

    var body: MessageBody
    /// With their places in what was handed over.
    var receivers: [Receiver]

    /// In the order of their first messages. The same receiver twice is never in one batch: it would get one message for two.
    static func cut(_ messages: [ChannelMessage], _ places: [Int]) -> [WeComBatch] {
        var batches: [WeComBatch] = []
        var taken: [Set<String>] = []
        var open: [String: [Int]] = [:]
        for place in places {
            let message = messages[place]
            let name = message.body.parts.map { "\($0.name.utf8.count):\($0.name)\($0.text.utf8.count):\($0.text)" }.joined()
            let receiver = message.to.lowercased()
            if let batch = open[name]?.first(where: { batches[$0].receivers.count < most && !taken[$0].contains(receiver) }) {
                batches[batch].receivers.append((place, message.to))
                taken[batch].insert(receiver)
            } else {
                open[name, default: []].append(batches.count)
                batches.append(WeComBatch(body: message.body, receivers: [(place, message.to)]))
                taken.append([receiver])
            }
        }
        return batches
    }

    /// Asks for all at once, and, where one of them makes the whole request invalid, for the halves.
    /// - Parameter reply: to one receiver of a request that was taken.
    func send(
        _ request: ([Receiver]) async -> WeComClient.Answer, _ reply: (AnswerJSON) -> (Receiver) -> ChannelReply
    ) async -> [(place: Int, reply: ChannelReply)] {
        switch await request(receivers) {
        case .unanswered(let reply): return receivers.map { ($0.place, reply) }
        case .refused(let code) where receivers.count > 1 && WeComFault.oneOfMany.contains(code):
            let half = receivers.count / 2
            let first = WeComBatch(body: body, receivers: Array(receivers[..<half]))
            let second = WeComBatch(body: body, receivers: Array(receivers[half...]))
            return await first.send(request, reply) + second.send(request, reply)
        case .refused(let code): return receivers.map { ($0.place, WeComFault.reply(code)) }
        case .taken(let answer):
            let reply = reply(answer)
            return receivers.map { ($0.place, reply($0)) }
        }
    }
}

/// Sends batches, some at once, and puts the replies in the places of their messages.
func sendBatches(
    _ messages: [ChannelMessage], concurrency: Int, _ isSendable: (ChannelMessage) -> ChannelReply?,
    _ send: @escaping @Sendable (WeComBatch) async -> [(place: Int, reply: ChannelReply)]
) async -> [ChannelReply] {
    var replies = messages.map { isSendable($0) ?? ChannelReply(.uncertain, reason: "the channel gave no reply") }
    let batches = WeComBatch.cut(messages, messages.indices.filter { isSendable(messages[$0]) == nil })
    await withTaskGroup(of: [(place: Int, reply: ChannelReply)].self) { group in
        var next = 0
        func begin() {
            let batch = batches[next]
            next += 1
            group.addTask { await send(batch) }
        }
        while next < min(max(concurrency, 1), batches.count) { begin() }
        while let answered = await group.next() {
            for (place, reply) in answered { replies[place] = reply }
            if next < batches.count { begin() }
        }
    }
    return replies
}
