import JourneyCompiler
import JourneyModel
import JourneyStore

// What becomes of messages, by the store's word and by that of the channels.
extension Witness {
    struct Sending {
        var message: String
        var calls = 0
        var isSettled = true
        var wasAccepted = false
        /// The provider said later that it did not arrive.
        var hasFailed = false
    }

    // MARK: The outbox

    func add(_ message: OutboxMessage) {
        messages += 1
        if known.numberOfKey.updateValue(message.number, forKey: message.key) != nil { fault("two messages have the key \(message.key)") }
        if known.shadows.contains(message.enrollment) { fault("enrollment \(message.enrollment) of \(message.customer) is held out and sends") }
        known.rows[message.number] = message
    }

    func change(_ message: OutboxMessage) {
        guard let before = known.rows[message.number] else { return fault("message \(message.number) was never queued") }
        let isErased = known.ledger.forgottenAt[before.customer] != nil
        if !isErased, before.key != message.key || before.customer != message.customer || before.content != message.content {
            fault("message \(message.number) became another one")
        }
        // A receipt may still tell of what was sent, or in doubt.
        let isOver = ![.pending, .held, .sending, .sent, .uncertain].contains(before.status)
        if isOver, message.status != before.status { fault("message \(message.number) was \(before.status.name) and is \(message.status.name)") }
        var after = message
        // Who it was for is erased in the store, and is still not to hear of us.
        (after.key, after.customer, after.content) = (before.key, before.customer, before.content)
        known.rows[message.number] = after
    }

    /// A message goes to its channel: nobody may have said that it must not.
    func lookAtLeaving(_ message: OutboxMessage) {
        let channel = message.channel < message.channels.count ? message.channels[message.channel] : ""
        let customer = known.rows[message.number]?.customer ?? message.customer
        func broken(_ what: String) { fault("message \(message.number) to \(customer) via \(channel) leaves \(what)") }
        if known.erased.contains(message.number) { broken("to somebody who is forgotten") }
        if isPaused, !message.journey.isEmpty { broken("while \(message.journey) is paused") }
        let person = known.ledger.person(customer)
        if person?.isSuppressed(on: channel) == true { broken("to somebody who wants no more") }
        if let expiresAt = message.expiresAt, now > expiresAt { broken("when it has expired") }
        guard !message.isTransactional else { return }
        for purpose in policy.requiredConsents where person.map({ $0.hasConsent(to: purpose) == false }) ?? true {
            broken("without consent to \(purpose)")
        }
        guard person?.isZoneInDoubt != true, !policy.quietHours.isEmpty else { return }
        if times.isQuiet(channel, at: now, in: person?.zone?.name ?? "") { broken("in quiet hours") }
    }

    /// No window of a cap holds more than it allows, the messages that count in it being those that may still arrive.
    func lookAtCaps(_ message: OutboxMessage) {
        guard !policy.caps.isEmpty, let person = known.ledger.person(message.customer) ?? Optional(Ledger.Person(message.customer)), !person.isMerged
        else { return }
        let latest = Dictionary(changed.map { ($0.number, $0) }, uniquingKeysWith: { $1 })
        for cap in policy.caps {
            var count = 0
            for row in known.rows.values.map({ latest[$0.number] ?? $0 }) + queued where row.customer == message.customer && !row.isTransactional {
                guard row.queuedAt <= message.queuedAt, row.queuedAt > message.queuedAt - cap.per, row.mayCount else { continue }
                if cap.channel.map({ $0 == row.channels[row.channel] }) ?? true { count += 1 }
            }
            // A message that fell back keeps its place in the cap over all channels, and needs one in its own.
            let isOfChannel = cap.channel.map { $0 == message.channels[message.channel] } ?? true
            if isOfChannel, count > cap.count { fault("\(message.customer) has \(count) messages within a cap of \(cap.count)") }
        }
    }

    // MARK: Channels

    /// A channel is asked to send.
    func ask(_ message: SeenMessage, isIdempotent: Bool) {
        note("ask \(message.key) \(time.instant.microseconds)")
        let content = "\(message.customer)\u{1}\(message.content)\u{1}\(message.arguments)\u{1}\(message.body)\u{1}\(message.at.microseconds)"
        guard let number = known.numberOfKey[String(message.key.prefix(32))], let row = known.rows[number] else {
            return fault("a channel is asked to send \(message.key), which no durable message has")
        }
        if row.status != .sending || row.channels[row.channel] != message.channel {
            fault("\(message.key) is with \(message.channel), and stands as \(row.status.name)")
        }
        if message.key != "\(row.key)-\(message.channel)" { fault("an attempt of message \(number) has a key of its own, \(message.key)") }
        var sending = sendings[message.key] ?? Sending(message: content)
        // What it said before the store was lost is not known to it.
        if sending.message.isEmpty { sending.message = content }
        if sending.message != content { fault("\(message.key) says something else than before") }
        if sending.calls > 0, !isIdempotent, !sending.isSettled { fault("\(message.key) goes a second time to \(message.channel), which would send twice") }
        for (place, channel) in row.channels.enumerated() where place < row.channel {
            if let before = sendings["\(row.key)-\(channel)"], before.calls > 0, !before.isSettled, !before.hasFailed {
                fault("\(message.key) goes to \(message.channel), and nobody knows what \(channel) did with it")
            }
        }
        lookAtRate(message.channel)
        sending.calls += 1
        sending.isSettled = false
        sendings[message.key] = sending
    }

    /// What the channel did with it, heard or not.
    /// - Parameter isSettled: the answer says for certain that nothing was sent.
    func answer(_ key: String, accepted: Bool, isSettled: Bool) {
        note("answer \(key) \(accepted) \(isSettled)")
        sendings[key]?.isSettled = isSettled
        if accepted { sendings[key]?.wasAccepted = true }
    }

    /// In no span a channel is asked for more than it takes, by the true time.
    private func lookAtRate(_ channel: String) {
        guard let limits = limits[channel], !limits.isEmpty else { return }
        askedAt[channel, default: []].append((time.instant, now))
        for limit in limits {
            let count = (askedAt[channel] ?? []).count(where: { time.instant - $0.instant < limit.span })
            if count > limit.count { fault("\(channel) takes \(limit.count) messages in \(limit.span.short), and is asked for \(count)") }
        }
    }

    /// A scheduler begins: how long ago an earlier one asked it reads off the wall. What was longer ago by the wall than in truth it
    /// cannot know of.
    func beginLife() {
        let reading = max(time.now(), known.lastClock)
        for channel in askedAt.keys { askedAt[channel]?.removeAll { reading - $0.reading > time.instant - $0.instant } }
    }

    /// A provider says what became of a message: that is certain.
    func hear(_ receipt: ProviderReceipt) {
        if heardIDs.insert(receipt.id).inserted { heard.append(receipt) }
        if receipt.status == "failed" { sendings[receipt.attempt]?.hasFailed = true }
    }

    /// The store is lost, and a backup takes its place: what left since then may leave once more.
    func restore(_ backup: Backup) {
        known = backup.known
        askedAt.removeAll()
        clockOfEngine = .distantPast
        for (key, sending) in sendings where sending.calls > backup.calls[key] ?? 0 {
            sendings[key]?.isSettled = true
            sendings[key]?.message = ""
        }
        heard.removeAll()
        heardIDs.removeAll()
        note("restored")
    }

    /// What a provider said for certain is not forgotten.
    private func lookAtReceipts() {
        // Of messages that went with old events nothing is known any more.
        if policy.keepEvents != nil { return }
        for receipt in heard where receipt.status == "failed" && known.taken[receipt.id] != nil {
            guard let number = known.numberOfKey[String(receipt.attempt.prefix(32))], let row = known.rows[number], row.status == .sent,
                row.channels[row.channel] == receipt.channel, sendings[receipt.attempt]?.calls == 1,
                known.ledger.forgottenAt[row.customer] == nil
            else { continue }
            if !heard.contains(where: { $0.attempt == receipt.attempt && $0.status != "failed" }) {
                fault("the provider says that message \(number) failed on \(receipt.channel), and it stands as sent")
            }
        }
    }

    /// At the end, with all faults off.
    func lookAtRest(parked: Bool, eventsCounted: Int64, keepsWatches: Set<String>) {
        lookAtReceipts()
        let isOutside = { (id: String) in ["failed-", "r-", "tied-", "forget-"].contains { id.hasPrefix($0) } || (id.hasPrefix("e") && Int(id.dropFirst()) != nil) }
        let count = known.taken.keys.count(where: isOutside)
        if Int64(count) != eventsCounted {
            let twice = known.taken.filter { $0.value > 1 }.keys.sorted().prefix(3).joined(separator: ", ")
            fault("\(count) events were taken in, and \(eventsCounted) are counted; twice \(twice)")
        }
        if !keepsWatches.isEmpty {
            for (number, watch) in known.watches.sorted(by: { $0.key < $1.key }) {
                guard let watch, watch.due < known.lastClock, keepsWatches.contains(watch.journey) else { continue }
                if known.arrivalsInJourneys.contains("\(watch.journey) \(watch.due.microseconds)") { continue }
                fault("watch \(number) of \(watch.journey) was to fire at \(watch.due.rfc3339), and nothing came of it")
            }
        }
        for row in known.rows.values.sorted(by: { $0.number < $1.number }) {
            let channel = row.channel < row.channels.count ? row.channels[row.channel] : ""
            switch row.status {
            case .sent:
                let isKnown = row.channels.contains { sendings["\(row.key)-\($0)"]?.wasAccepted == true }
                if !isKnown { fault("message \(row.number) is sent, and \(channel) never took it") }
            case .sending: fault("message \(row.number) is still with \(channel)")
            case .pending where !parked: fault("message \(row.number) via \(channel) still waits until \(row.nextAttemptAt.rfc3339)")
            default: break
            }
        }
    }
}

/// What a channel is asked, as far as it must not change.
struct SeenMessage {
    var key: String
    var channel: String
    var customer: String
    var content: String
    var arguments: String
    var body: String
    var at: Timestamp
}

extension OutboxMessage {
    /// It arrived, or may still.
    var mayCount: Bool { [.pending, .held, .sending, .sent, .uncertain].contains(status) }
}
