import JourneyModel
import Synchronization
import XCTest

@testable import JourneyChannels

/// WeCom's server interface as its documentation tells of it: tokens (document/path/91039), `message/send` (90236), tasks for employees
/// (92135, 93338, 97610, 97611) and group robots (91770), with the codes of 90313.
final class FakeWeCom: FakeProvider {
    struct Employee {
        /// As `get_groupmsg_task` says: 0 not sent, 2 sent.
        var status = 0
        /// As `get_groupmsg_send_result` says, by customer: 0 not sent, 1 sent, 2 no friend, 3 has had too many.
        var results: [String: Int] = [:]
    }

    struct GroupTask {
        var receivers: [String]
        var employees: [String: Employee] = [:]
        var reminders: [Timestamp] = []
        var isRefusingReminders = false
        var isCancelled = false
    }

    struct State {
        var secrets: Set<String> = []
        var tokens = 0
        /// Nil: the last one given.
        var valid: String?
        var staleCode = 40014
        /// When the last token ends; nil: when another is valid.
        var tokenEndsAt: Timestamp?
        var tokenLasts: Microseconds = 7_200 * .second
        var tokenAnswer: ScriptedTransport.Answer?
        var sendAnswer: ScriptedTransport.Answer?
        /// Answers of the next requests that need a token, before any is looked at.
        var codes: [Int] = []
        var invalid: Set<String> = []
        /// Who makes a whole request invalid.
        var refusesRequestsWith: [String: Int] = [:]
        var delivered: [String] = []
        var tasks: [String: GroupTask] = [:]
        /// Who has the customers, where no sender is named.
        var employee = "lin"
        var spoken: [Timestamp] = []
        var robotKey: String?
        var requests: [HTTPRequest] = []
    }

    let state = Mutex(State())
    private let clock: @Sendable () -> Timestamp

    init(clock: @escaping @Sendable () -> Timestamp = { Timestamp(microseconds: 0) }) { self.clock = clock }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }
    var tokensGiven: Int { state.withLock { $0.tokens } }
    var transport: ScriptedTransport {
        ScriptedTransport { request in
            await Task.yield()
            return self.answer(request)
        }
    }

    /// The employee sends what the task holds, and WeCom does this with it; those not named stay unsent.
    func send(_ task: String, by employee: String, _ results: [String: Int]) {
        state.withLock { state in
            state.tasks[task]?.employees[employee]?.status = 2
            for (customer, result) in results { state.tasks[task]?.employees[employee]?.results[customer] = result }
            state.delivered += results.filter { $0.value == 1 }.keys.sorted()
        }
    }

    func answer(_ request: HTTPRequest) -> ScriptedTransport.Answer {
        let now = clock()
        return state.withLock { state in
            state.requests.append(request)
            switch request.path {
            case "/cgi-bin/gettoken": return state.giveToken(request, now)
            case "/cgi-bin/webhook/send": return state.speak(request, now)
            default: break
            }
            if !state.codes.isEmpty { return Self.code(state.codes.removeFirst()) }
            if request.parameter("access_token") != state.valid ?? "token-\(state.tokens)" { return Self.code(state.staleCode) }
            if let end = state.tokenEndsAt, now >= end { return Self.code(42001) }
            switch request.path {
            case "/cgi-bin/externalcontact/get_groupmsg_task": return state.employees(request)
            case "/cgi-bin/externalcontact/get_groupmsg_send_result": return state.results(request)
            case "/cgi-bin/externalcontact/remind_groupmsg_send": return state.remind(request, now)
            case "/cgi-bin/externalcontact/cancel_groupmsg_send": return state.cancel(request)
            default: return state.take(request)
            }
        }
    }

    fileprivate static func code(_ code: Int) -> ScriptedTransport.Answer {
        .json(#"{"errcode":\#(code),"errmsg":"\#(code == 0 ? "ok" : "hint: [1], from ip: 127.0.0.1")"}"#)
    }
}

extension FakeWeCom.State {
    fileprivate mutating func giveToken(_ request: HTTPRequest, _ now: Timestamp) -> ScriptedTransport.Answer {
        if let tokenAnswer { return tokenAnswer }
        if !secrets.isEmpty, !secrets.contains(request.parameter("corpsecret") ?? "") { return FakeWeCom.code(40001) }
        tokens += 1
        if tokenEndsAt != nil { tokenEndsAt = now + tokenLasts }
        return .json(
            #"{"errcode":0,"errmsg":"ok","access_token":"token-\#(tokens)","expires_in":\#(tokenLasts / .second)}"#)
    }

    /// `message/send` and `add_msg_template`.
    fileprivate mutating func take(_ request: HTTPRequest) -> ScriptedTransport.Answer {
        if let sendAnswer { return sendAnswer }
        let body = request.json
        let customers = body["external_userid"] as? [String]
        let users = customers ?? (body["touser"] as? String)?.lowercased().split(separator: "|").map(String.init) ?? []
        for user in users {
            if let code = refusesRequestsWith[user] { return FakeWeCom.code(code) }
        }
        let refused = users.filter(invalid.contains)
        if refused.count == users.count { return FakeWeCom.code(customers == nil ? 81013 : 41048) }
        let list = refused.map { "\"\($0)\"" }.joined(separator: ",")
        guard customers != nil else {
            delivered += users.filter { !refused.contains($0) }
            return .json(#"{"errcode":0,"errmsg":"ok","invaliduser":"\#(refused.joined(separator: "|"))","msgid":"m1"}"#)
        }
        let name = "task-\(tasks.count + 1)"
        var task = FakeWeCom.GroupTask(receivers: users.filter { !refused.contains($0) })
        let sender = body["sender"] as? String ?? employee
        task.employees[sender] = FakeWeCom.Employee(results: Dictionary(task.receivers.map { ($0, 0) }) { old, _ in old })
        tasks[name] = task
        return .json(#"{"errcode":0,"errmsg":"ok","fail_list":[\#(list)],"msgid":"\#(name)"}"#)
    }

    /// Three employees, or customers, a page, so that pages are turned.
    private func page(_ request: HTTPRequest, _ name: String, _ items: [String]) -> ScriptedTransport.Answer {
        let first = min(Int(request.json["cursor"] as? String ?? "") ?? 0, items.count)
        let end = min(first + 3, items.count)
        let next = end < items.count ? "\(end)" : ""
        return .json(#"{"errcode":0,"errmsg":"ok","next_cursor":"\#(next)","\#(name)":[\#(items[first..<end].joined(separator: ","))]}"#)
    }

    private func task(_ request: HTTPRequest) -> FakeWeCom.GroupTask? { (request.json["msgid"] as? String).flatMap { tasks[$0] } }

    fileprivate func employees(_ request: HTTPRequest) -> ScriptedTransport.Answer {
        guard let task = task(request) else { return FakeWeCom.code(41047) }
        return page(request, "task_list", task.employees.sorted { $0.key < $1.key }.map { #"{"userid":"\#($0.key)","status":\#($0.value.status)}"# })
    }

    fileprivate func results(_ request: HTTPRequest) -> ScriptedTransport.Answer {
        guard let task = task(request), let name = request.json["userid"] as? String, let employee = task.employees[name] else {
            return FakeWeCom.code(41047)
        }
        return page(
            request, "send_list",
            employee.results.sorted { $0.key < $1.key }.map { #"{"external_userid":"\#($0.key)","userid":"\#(name)","status":\#($0.value)}"# })
    }

    /// Three in any 24 hours.
    fileprivate mutating func remind(_ request: HTTPRequest, _ now: Timestamp) -> ScriptedTransport.Answer {
        guard let name = request.json["msgid"] as? String, let task = tasks[name] else { return FakeWeCom.code(41047) }
        if task.isCancelled { return FakeWeCom.code(41093) }
        if task.reminders.filter({ now - $0 < .day }).count >= 3 {
            tasks[name]?.isRefusingReminders = true
            return FakeWeCom.code(41094)
        }
        tasks[name]?.reminders.append(now)
        return FakeWeCom.code(0)
    }

    fileprivate mutating func cancel(_ request: HTTPRequest) -> ScriptedTransport.Answer {
        guard let name = request.json["msgid"] as? String, let task = tasks[name] else { return FakeWeCom.code(41047) }
        if task.isCancelled { return FakeWeCom.code(41093) }
        tasks[name]?.isCancelled = true
        return FakeWeCom.code(0)
    }

    /// Twenty in any minute.
    fileprivate mutating func speak(_ request: HTTPRequest, _ now: Timestamp) -> ScriptedTransport.Answer {
        if let robotKey, request.parameter("key") != robotKey { return FakeWeCom.code(93000) }
        if !codes.isEmpty { return FakeWeCom.code(codes.removeFirst()) }
        spoken.removeAll { now - $0 >= .minute }
        if spoken.count >= 20 { return FakeWeCom.code(45009) }
        spoken.append(now)
        delivered.append((request.json["text"] as? [String: Any])?["content"] as? String ?? "")
        return FakeWeCom.code(0)
    }
}
