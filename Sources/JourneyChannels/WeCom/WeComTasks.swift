import JourneyModel

/// How tasks of employees stand, asked of WeCom.
///
/// Who has a task and whether it was done: https://developer.work.weixin.qq.com/document/path/93338, `get_groupmsg_task` and
/// `get_groupmsg_send_result`, a page after the other. Reminding: …/path/97610, at most three times a day for one task. Ending:
/// …/path/97611; what has left cannot be taken back.
struct WeComTasks: Sendable {
    /// A task or a customer list with more pages is looked at next time again, from its beginning.
    static let mostPages = 50

    /// WeCom's word, or why there is none.
    enum Found {
        case states([String: TaskReport.State])
        case fault(ChannelReply)
    }

    let client: WeComClient

    /// What became of the receivers of a task.
    func states(of task: String) async -> Found {
        var states: [String: TaskReport.State] = [:]
        switch await pages("get_groupmsg_task", [("msgid", task)], "task_list") {
        case .failure(let fault): return .fault(fault.reply)
        case .success(let employees):
            for employee in employees {
                // 0: not sent, 1: confirmed, 2: sent.
                guard let name = employee.text("userid"), let status = employee.integer("status"), status != 0 else { continue }
                switch await pages("get_groupmsg_send_result", [("msgid", task), ("userid", name)], "send_list") {
                case .failure(let fault): return .fault(fault.reply)
                case .success(let results): Self.add(results, to: &states)
                }
            }
        }
        return .states(states)
    }

    /// Where two employees have the same customer, one of them reaching it is enough.
    static func add(_ results: [AnswerJSON], to states: inout [String: TaskReport.State]) {
        for result in results {
            guard let customer = result.text("external_userid"), let state = state(result.integer("status")) else { continue }
            if let known = states[customer], known == .sent || state == .confirmed { continue }
            states[customer] = state
        }
    }

    private static func state(_ status: Int64?) -> TaskReport.State? {
        switch status {
        case 0: .confirmed
        case 1: .sent
        case 2: .unreachable
        case 3: .capped
        default: nil
        }
    }

    /// Nil where the task is ended, now or before.
    func cancel(_ task: String) async -> ChannelReply? {
        await ask("cancel_groupmsg_send", task, fine: [WeComFault.cancelledTask, WeComFault.noTask])
    }

    /// Nil where the employee was reminded, or has been as often as WeCom lets through.
    func remind(_ task: String) async -> ChannelReply? {
        await ask("remind_groupmsg_send", task, fine: [WeComFault.tooManyReminders])
    }

    private func ask(_ verb: String, _ task: String, fine: Set<Int64>) async -> ChannelReply? {
        var request = JSONObject()
        request.add("msgid", task)
        switch await client.post("/cgi-bin/externalcontact/\(verb)", request) {
        case .taken: return nil
        case .refused(let code): return fine.contains(code) ? nil : WeComFault.reply(code)
        case .unanswered(let reply): return reply
        }
    }

    private struct Fault: Error { var reply: ChannelReply }

    private func pages(_ verb: String, _ members: [(String, String)], _ list: String) async -> Result<[AnswerJSON], Fault> {
        var found: [AnswerJSON] = []
        var cursor = ""
        for _ in 0..<Self.mostPages {
            var request = JSONObject()
            for (name, text) in members { request.add(name, text) }
            request.add("limit", 1_000)
            if !cursor.isEmpty { request.add("cursor", cursor) }
            switch await client.post("/cgi-bin/externalcontact/\(verb)", request) {
            case .taken(let answer):
                found += answer.objects(list)
                cursor = answer.text("next_cursor") ?? ""
                if cursor.isEmpty { return .success(found) }
            // Nobody has it any more, and nobody will send it.
            case .refused(WeComFault.noTask): return .success([])
            case .refused(let code): return .failure(Fault(reply: WeComFault.reply(code)))
            case .unanswered(let reply): return .failure(Fault(reply: reply))
            }
        }
        return .success(found)
    }
}

extension WeComGroupChannel: TaskChannel {
    public var reassigns: Bool { !settings.substitute.isEmpty }

    public func reassign(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        await send(messages.map { message in
            var other = message
            other.body.parts.removeAll { $0.name == "sender" }
            other.body.parts.append((name: "sender", text: settings.substitute))
            return other
        })
    }

    public func look(at task: ChannelTask, now: Timestamp) async -> TaskReport {
        let age = max(now - task.createdAt, 0)
        let isLast = age >= settings.patience
        // Soon at first, then less and less often, and when its time is over.
        let pause = isLast ? 5 * .minute : min(max(age / 2, 5 * .minute), .hour, settings.patience - age)
        // Before the last look, so that nobody sends it behind it.
        if isLast, let fault = await tasks.cancel(task.id) { return Self.unknown(fault, pause) }
        switch await tasks.states(of: task.id) {
        case .fault(let reply): return Self.unknown(reply, pause)
        case .states(let states):
            var report = TaskReport(pause: pause)
            report.states = states
            report.isOver = isLast
            let waits = task.receivers.contains { states[$0]?.receipt == nil }
            if waits, !isLast, isTimeToRemind(task, now) { report.hasReminded = await tasks.remind(task.id) == nil }
            return report
        }
    }

    /// Evenly over the day, counted from the task's beginning.
    private func isTimeToRemind(_ task: ChannelTask, _ now: Timestamp) -> Bool {
        guard settings.reminders > 0 else { return false }
        let recent = task.remindedAt.filter { now - $0 < .day }
        let last = task.remindedAt.max() ?? task.createdAt
        return recent.count < settings.reminders && now - last >= Microseconds.day / Int64(settings.reminders + 1)
    }

    private static func unknown(_ reply: ChannelReply, _ pause: Microseconds) -> TaskReport {
        TaskReport(pause: max(reply.retryAfter ?? 0, min(pause, 5 * .minute)), fault: reply.reason)
    }
}
