import JourneyCompiler
import JourneyModel

/// Sends: whether a message may be queued, on which of its channels, or what keeps it.
extension Engine {
    enum Verdict {
        /// Index of the channel it begins with.
        case queue(Int)
        case skip(MessageOutcome, reason: String)
    }

    // MARK: Standing still

    /// Lets the customer stand at a send until the best hour, during quiet hours, and where the journey is paused. True where that is so.
    /// - Parameter comesAnew: the customer has just come to the step: the best hour is waited for once.
    func holds(
        _ send: Action.Send, _ version: LoadedVersion, at index: Int, comesAnew: Bool, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) -> Bool {
        let enrollment = state.enrollments[index]
        if enrollment.isShadow || exitCondition(of: version, holdsFor: index, state, now) { return false }
        // What is too late does not wait to be told so.
        if let end = lastInstant(of: enrollment, version), now > end { return false }
        if comesAnew, reach(send.channels, to: send.to, state).channel != nil, let best = bestTime(for: send, state, now) {
            state.enrollments[index].awaitsBestHour = true
            wait(at: index, until: best, "best time", send, version, &state, now, &output)
            return true
        }
        if let until = quietEnd(send, version, state, now) {
            wait(at: index, until: until, "quiet hours", send, version, &state, now, &output)
            return true
        }
        if !output.pauses.isPaused(version.journey) {
            guard let fuse = rules.fuse, case .queue = verdict(send, version, at: index, state, now) else { return false }
            guard output.pauses.blows(fuse, of: version.journey, at: now) else { return false }
            let reason = output.pauses.blow(fuse, of: version.journey, in: deployment, at: now)
            output.decide(
                .pause, version, state.id, enrollment, step: version.states[Int(enrollment.state)].label, at: now,
                [.init(.reason, .text(reason))])
        }
        freeze(at: index, now, &state, &output)
        note(.held, "paused", send, version, state.enrollments[index], state.id, channel: 0, now, &output)
        return true
    }

    /// When the quiet hours of the message's channel end; nil where it is not quiet.
    private func quietEnd(_ send: Action.Send, _ version: LoadedVersion, _ state: CustomerState, _ now: Timestamp) -> Timestamp? {
        guard !rules.quiet.isEmpty, !version.machine.isTransactional, let channel = reach(send.channels, to: send.to, state).channel
        else { return nil }
        return rules.quietEnd(of: deployment.names.number(send.channels[channel]), at: now, in: zone(of: state))
    }

    /// The last one at which a message of the step where the customer stands has not expired; nil where it does not.
    private func lastInstant(of enrollment: Enrollment, _ version: LoadedVersion) -> Timestamp? {
        version.machine.expires.map { enrollment.stateEnteredAt + $0 }
    }

    /// No longer than the message keeps: what has expired ends as that at once, not when the wait would have ended.
    private func wait(
        at index: Int, until: Timestamp, _ reason: String, _ send: Action.Send, _ version: LoadedVersion, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) {
        let due = lastInstant(of: state.enrollments[index], version).map { min(until, $0 + 1) } ?? until
        state.enrollments[index].due = due
        output.isChanged = true
        output.timers.append(Timer(due: due, number: state.enrollments[index].number))
        note(
            .held, reason, send, version, state.enrollments[index], state.id,
            channel: reach(send.channels, to: send.to, state).channel ?? 0, now, &output, [.init(.until, .instant(due))])
    }

    /// Its timer is out: a resumed journey sets it anew.
    func freeze(at index: Int, _ now: Timestamp, _ state: inout CustomerState, _ output: inout Output) {
        state.enrollments[index].due = now
        output.frozen.append(Timer(due: now, number: state.enrollments[index].number))
        output.isChanged = true
    }

    /// The best hour has come, the quiet hours are over, or the journey goes on.
    func release(
        _ place: LoadedVersion.LoadedState, _ version: LoadedVersion, at index: Int, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        guard let send = place.send, let way = place.immediate.first else { return }
        state.enrollments[index].awaitsBestHour = false
        if exitCondition(of: version, holdsFor: index, state, now) {
            exit(version, at: index, by: nil, &state, now, &output)
        } else if !holds(send, version, at: index, comesAnew: false, &state, now, &output) {
            take(way, from: place, by: nil, version, at: index, &state, now, &output)
        }
    }

    /// A customer who moves to another zone has other quiet hours. The best hour stays the instant that it is: there, it is another hour.
    func lookAgainAtQuietHours(_ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        for index in state.enrollments.indices {
            let enrollment = state.enrollments[index]
            guard let due = enrollment.due, due > now, !enrollment.isFinished, !enrollment.awaitsBestHour,
                let version = deployment.version(enrollment.version), let send = version.states[Int(enrollment.state)].send
            else { continue }
            let end = quietEnd(send, version, state, now) ?? now
            let moved = lastInstant(of: enrollment, version).map { min(end, $0 + 1) } ?? end
            guard moved != due else { continue }
            state.enrollments[index].due = moved
            if moved > now {
                wait(at: index, until: moved, "quiet hours", send, version, &state, now, &output)
            } else {
                output.timers.append(Timer(due: moved, number: enrollment.number))
                output.isChanged = true
            }
        }
    }

    // MARK: The verdict

    /// The first of the channels on which the customer can be reached; else why there is none.
    func reach(_ channels: [String], from first: Int = 0, to attribute: String?, _ state: CustomerState) -> (
        channel: Int?, outcome: MessageOutcome
    ) {
        let own = attribute.map { state.attribute(deployment.names.number($0)) }
        var outcome = MessageOutcome.unreachable
        for index in channels.indices.dropFirst(first) {
            if !state.suppressions.isEmpty, state.isSuppressed(deployment.names.number(channels[index])) {
                outcome = .suppressed
            } else if own.map({ rules.isAddress($0, via: channels[index]) }) ?? rules.reaches(state, via: channels[index]) {
                return (index, .unreachable)
            }
        }
        return (nil, outcome)
    }

    /// Why no channel has an address: there is none, or what there is cannot be one.
    private func unreached(_ send: Action.Send, _ state: CustomerState) -> String {
        func isThere(_ attribute: UInt32) -> Bool {
            let value = state.attribute(attribute)
            return value != .unknown && value != .text("")
        }
        if let attribute = send.to { return (isThere(deployment.names.number(attribute)) ? "invalid " : "no ") + attribute }
        let attributes = send.channels.lazy.flatMap { rules.addresses[$0] ?? [] }
        return attributes.first(where: isThere).map { "invalid " + deployment.names.text($0) } ?? "no address"
    }

    func verdict(_ send: Action.Send, _ version: LoadedVersion, at index: Int, _ state: CustomerState, _ now: Timestamp) -> Verdict {
        let enrollment = state.enrollments[index]
        let (reached, outcome) = reach(send.channels, to: send.to, state)
        guard let reached else {
            return .skip(outcome, reason: outcome == .suppressed ? "suppressed on every channel" : unreached(send, state))
        }
        if let end = lastInstant(of: enrollment, version), now > end { return .skip(.expired, reason: "") }
        if !version.machine.isTransactional {
            for consent in rules.consents where !state.hasConsent(to: consent.number) { return .skip(.noConsent, reason: consent.name) }
            if !rules.caps.isEmpty {
                let channel = deployment.names.number(send.channels[reached])
                if let cap = rules.reachedCap(state.capPlaces, channel: channel, at: now) { return .skip(.capped, reason: cap.text) }
            }
        }
        for argument in send.arguments {
            let code = rules.codeAsked(of: argument.value, deployment.names)
            guard code != nil || argument.value.isText else { continue }
            if argument.value.value(scope(version, index, state, nil, now)) == .unknown {
                return .skip(.missingValue, reason: code ?? argument.name)
            }
        }
        if let tag = rules.onlyToTag, !state.has(tag: tag) { return .skip(.sandboxed, reason: "") }
        return .queue(reached)
    }

    // MARK: The send

    func send(
        _ send: Action.Send, _ version: LoadedVersion, at index: Int, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        let enrollment = state.enrollments[index]
        #if FaultInjection
            if PlantedBug.chosen == .heldOutSends { return queue(send, 0, version, at: index, &state, now, &output) }
        #endif
        if enrollment.isShadow { return note(.heldOut, "", send, version, enrollment, state.id, channel: 0, now, &output) }
        switch verdict(send, version, at: index, state, now) {
        case .skip(let outcome, let reason):
            let channel = reach(send.channels, to: send.to, state).channel ?? 0
            note(outcome, reason, send, version, enrollment, state.id, channel: channel, now, &output)
        case .queue(let channel): queue(send, channel, version, at: index, &state, now, &output)
        }
    }

    private func queue(
        _ send: Action.Send, _ channel: Int, _ version: LoadedVersion, at index: Int, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        let enrollment = state.enrollments[index]
        let machine = version.machine
        let values = send.arguments.map { ($0.name, $0.value.value(scope(version, index, state, nil, now))) }
        let arguments = argumentsJSON(values)
        let step = version.states[Int(enrollment.state)].label
        let key = messageKey(
            machine.name, state.id, enrollment.instance, enrollment.ordinal, step, visit: enrollment.visit(of: Int(enrollment.state)))
        var bodies = ""
        if !deployment.texts.isEmpty {
            let filling = MessageFilling(
                texts: deployment.texts, link: .init(key: key, journey: machine.name, step: step))
            switch filling.fill(send.content, send.channels, from: channel, scope(version, index, state, nil, now).with(values)) {
            case nil: break
            case .bodies(let filled): bodies = filled
            case .missing(let name): return note(.missingValue, name, send, version, enrollment, state.id, channel: channel, now, &output)
            case .tooLong(let reason): return note(.failed, reason, send, version, enrollment, state.id, channel: channel, now, &output)
            }
        }
        if !machine.isTransactional, !rules.caps.isEmpty {
            state.forgetCapPlaces(before: now - rules.longestCap)
            state.capPlaces.append(
                CapPlace(key: CapPlace.key(of: key), queuedAt: now, channel: deployment.names.number(send.channels[channel])))
        }
        noteTouch(key, step, send.content, send.channels[channel], version, at: index, &state, now)
        if rules.fuse != nil { output.pauses.noteMessage(of: version.journey, at: now) }
        output.messages.append(
            Message(
                key: key, customer: state.id, journey: machine.name, step: step, content: send.content, channels: send.channels,
                firstChannel: channel, arguments: arguments, address: send.to.map { state.attribute(deployment.names.number($0)).text },
                at: now, expiresAt: machine.expires.map { enrollment.stateEnteredAt + $0 }, isTransactional: machine.isTransactional,
                enrollment: enrollment.number, bodies: bodies))
        output.decide(
            .send, version, state.id, enrollment, step: step, at: now,
            [
                .init(.key, .text(key)), .init(.content, .text(send.content)), .init(.channel, .text(send.channels[channel])),
                .init(.with, .text(arguments)),
            ])
    }

    /// A message that is not queued, with its reason.
    private func note(
        _ outcome: MessageOutcome, _ reason: String, _ send: Action.Send, _ version: LoadedVersion, _ enrollment: Enrollment,
        _ customer: String, channel: Int, _ now: Timestamp, _ output: inout Output, _ facts: [Decision.Fact] = []
    ) {
        let via = channel < send.channels.count ? send.channels[channel] : ""
        let step = version.states[Int(enrollment.state)].label
        output.outcomes[.init(journey: version.machine.name, step: step, metric: outcome.rawValue + " via " + via), default: 0] += 1
        output.decide(
            .send, version, customer, enrollment, step: step, at: now,
            [.init(.content, .text(send.content)), .init(.channel, .text(via)), .init(.outcome, .text(outcome.rawValue))]
                + (reason.isEmpty ? [] : [.init(.reason, .text(reason))]) + facts)
    }
}

extension Formula {
    fileprivate var isText: Bool { if case .text = self { true } else { false } }
}

extension SendingRules {
    /// What a value is called that is a coupon's code and nothing else: a message about a code goes out with one or not at all. Nil for
    /// every other value.
    fileprivate func codeAsked(of value: Formula, _ names: NumberedNames) -> String? {
        guard !coupons.isEmpty, case .lastEvent(let coupon, "code") = value, coupon == "coupon" || coupons[names.number(coupon)] != nil
        else { return nil }
        return coupon + ".code"
    }

    /// Whether the customer has an address that the channel needs.
    func reaches(_ state: CustomerState, via channel: String) -> Bool {
        if addresses.isEmpty { return true }
        guard let attributes = addresses[channel] else { return true }
        return attributes.contains { isAddress(state.attribute($0), via: channel) }
    }
}
