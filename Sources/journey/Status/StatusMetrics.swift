import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

// The figures as a monitoring system reads them.
extension StoreStatus {
    var metrics: String {
        var out = OpenMetrics()
        addIntake(to: &out)
        addJourneys(to: &out)
        addMessages(to: &out)
        out.add("scheduler_up", .gauge, "1 while a scheduler runs on the store.", [.init(scheduler == nil ? 0 : 1)])
        out.add("alerts", .gauge, "Alerts that are on.", [.init(Int64(alerts.count))])
        out.add("store_bytes", .gauge, "Size of the store with its write-ahead log.", unit: "bytes", [.init(bytes)])
        out.add("store_free_bytes", .gauge, "Of the store's file what is used before it grows.", unit: "bytes", [.init(freeBytes)])
        if let lastCommitAt {
            out.add("store_written_timestamp_seconds", .gauge, "When the store was last written.", unit: "seconds", [.init(seconds(lastCommitAt))])
        }
        return out.text
    }

    private func addIntake(to out: inout OpenMetrics) {
        out.add("events", .counter, "Events taken in.", [.init(totals.whole("events"))])
        out.add("duplicate_events", .counter, "Events dropped because their id was seen before.", [.init(totals.whole("duplicates"))])
        out.add("late_events", .counter, "Events that came after their time was decided.", [.init(totals.whole("late"))])
        out.add("pruned_records", .counter, "Events and decisions that were let go as too old.", [.init(totals.whole("pruned records"))])
        out.add("pruned_messages", .counter, "Messages that were let go as too old.", [.init(totals.whole("pruned messages"))])
        out.add("rejected_lines", .counter, "Lines that were no events.", [.init(totals.whole("rejected"))])
        out.add("too_old_events", .counter, "Events refused, older than the policy's `keep events`.", [.init(totals.whole("too old"))])
        out.add(
            "refused_names", .counter, "New names of attributes, tags and the like that were not noted: as many as a store keeps are there.",
            [.init(totals.whole("names refused"))])
        out.add(
            "unknown_events", .counter, "Events that no deployed journey or catalogue knows, by name.",
            unknownEvents.prefix(Self.mostUnknown).map { .init($0.count, [("event", $0.name)]) })
        out.add("merges", .counter, "Ids that were joined to another of the same person.", [.init(totals.whole("merges"))])
        out.add("refused_merges", .counter, "Times that two ids could not be joined.", [.init(totals.whole("merges refused"))])
        out.add("forgotten_customers", .counter, "People who were forgotten.", [.init(totals.whole("forgotten"))])
        out.add(
            "forgotten_customer_events", .counter, "Events of forgotten people, dropped when they came again.",
            [.init(totals.whole("of forgotten customers"))])
        out.add(
            "unknown_receipts", .counter, "Receipts of messages that nobody here sent.", [.init(totals.whole("receipts of unknown messages"))])
        out.add("inbox_events", .gauge, "Events in the inbox that wait to be taken in.", [.init(Int64(inbox))])
        out.add(
            "source_last_event_timestamp_seconds", .gauge, "Time of the last event of a source.", unit: "seconds",
            sources.compactMap { source in
                sourceHealth[source.source].map { .init(seconds($0.lastEventAt), [("source", source.source)]) }
            })
        if clock != .distantPast {
            out.add("engine_timestamp_seconds", .gauge, "Engine time: everything before it is decided.", unit: "seconds", [.init(seconds(clock))])
        }
    }

    private func addJourneys(to out: inout OpenMetrics) {
        let summaries = machines.map(totals.summary)
        func each(_ value: (JourneySummary) -> Int64) -> [OpenMetrics.Sample] {
            summaries.map { .init(value($0), [("journey", $0.name)]) }
        }
        out.add("entered", .counter, "Entries into a journey.", each(\.entered))
        out.add("held_out", .counter, "Entries as shadows, for comparison.", each(\.heldOut))
        out.add("goals", .counter, "Goals reached.", each(\.goals))
        out.add("inside", .gauge, "Customers inside a journey.", each(\.active))
        out.add(
            "refused", .counter, "Matches that let nobody in, by reason.",
            summaries.flatMap { summary in summary.refused.map { .init($0.count, [("journey", summary.name), ("reason", $0.name)]) } })
        out.add(
            "paused", .gauge, "1 for a journey that stands still.",
            summaries.map { summary in .init(paused.contains { $0.journey == summary.name } ? 1 : 0, [("journey", summary.name)]) })
    }

    private func addMessages(to out: inout OpenMetrics) {
        out.add(
            "messages", .counter, "What became of messages, by channel.",
            totals.channels.flatMap { channel in
                channel.outcomes.map { .init($0.count, [("channel", channel.channel), ("outcome", $0.name)]) }
            })
        out.add(
            "receipts", .counter, "What providers told of messages after they took them, by channel.",
            totals.channels.flatMap { channel in
                channel.receipts.map { .init($0.count, [("channel", channel.channel), ("status", $0.name)]) }
            })
        out.add(
            "message_cost", .counter, "What sent messages cost, in the unit of the channels' `cost`.",
            totals.costs.map { .init(.decimal(micros: $0.amount), [("journey", $0.journey), ("channel", $0.channel)]) })
        out.add(
            "outbox_messages", .gauge, "Messages in the outbox, by status.",
            OutboxMessage.Status.allCases.map { .init(Int64(outbox[$0] ?? 0), [("status", $0.name)]) })
        let oldest = oldestWaiting.map { max(now - $0.queuedAt, 0) } ?? 0
        out.add(
            "outbox_oldest_seconds", .gauge, "How long the oldest message waits to leave.", unit: "seconds",
            [.init(.decimal(micros: oldest))])
        out.add(
            "channel_failures_in_a_row", .gauge, "Failures of a channel since it last sent.",
            channelHealth.map { .init($0.health.failuresInARow, [("channel", $0.channel)]) })
        out.add(
            "coupon_left", .gauge, "Codes of a coupon that are left.",
            pools.compactMap { pool in pool.left.map { .init($0, [("coupon", pool.coupon)]) } })
        out.add("coupon_given", .counter, "Codes of a coupon that were given.", pools.map { .init($0.given, [("coupon", $0.coupon)]) })
    }

    private func seconds(_ instant: Timestamp) -> Value { .decimal(micros: instant.microseconds) }
}
