import JourneyModel

// What a merge makes of two records: attributes, tags, the ledger, coupons, caps; entries and enrollments; schedules and audiences.

extension CustomerState {
    /// Attributes by their latest write, everything else of both.
    mutating func takeRecord(of other: CustomerState) {
        for attribute in other.attributes { set(attribute.name, to: attribute.value, at: attribute.writtenAt) }
        for tag in other.tags { add(tag: tag) }
        for consent in other.consents { note(consent) }
        for suppression in other.suppressions { suppress(suppression.channel, suppression.reason, at: suppression.at) }
        capPlaces += other.capPlaces
        coupons += other.coupons
        coupons = coupons.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        identity.aliases += other.ids
    }
}

extension Engine {
    private func isSame(_ journey: UInt32, _ other: UInt32) -> Bool {
        deployment.isName(journey, of: other) || deployment.isName(other, of: journey)
    }

    /// Counts add, so that an entry of one counts for both; and each enrollment keeps a number that no other of the person has.
    func joinEntries(of other: CustomerState, _ state: inout CustomerState) {
        for entry in other.entries {
            guard let index = state.entries.firstIndex(where: { isSame($0.journey, entry.journey) && $0.instance == entry.instance })
            else {
                var taken = entry
                taken.count &+= state.entriesBefore
                state.entries.append(taken)
                continue
            }
            state.entries[index].count &+= entry.count
            state.entries[index].lastAt = max(state.entries[index].lastAt, entry.lastAt)
        }
    }

    /// Of two that are inside the same journey the earlier stays as it is.
    func joinEnrollments(
        of other: CustomerState, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        for var enrollment in other.enrollments {
            let version = deployment.version(enrollment.version)
            // The entries were counted together: the last of them all is the other's last.
            if let version, let entry = state.entries.first(where: { isSame($0.journey, version.journey) && $0.instance == enrollment.instance }),
                let theirs = other.entries.first(where: { isSame($0.journey, version.journey) && $0.instance == enrollment.instance })
            {
                enrollment.ordinal &+= entry.count &- theirs.count
            }
            guard let version, !enrollment.isFinished,
                let inside = state.enrollments.firstIndex(where: { isInside($0, version, enrollment.instance) })
            else {
                state.enrollments.append(enrollment)
                continue
            }
            let own = state.enrollments[inside]
            if (enrollment.enteredAt, enrollment.number) < (own.enteredAt, own.number) {
                state.enrollments.remove(at: inside)
                state.enrollments.append(enrollment)
                end(own, of: state.id, now, &output)
            } else {
                end(enrollment, of: state.id, now, &output)
            }
        }
        state.enrollments.sort { $0.number < $1.number }
    }

    private func isInside(_ enrollment: Enrollment, _ version: LoadedVersion, _ instance: Value) -> Bool {
        guard !enrollment.isFinished, enrollment.instance == instance, let own = deployment.version(enrollment.version) else { return false }
        return isSame(own.journey, version.journey)
    }

    private func end(_ enrollment: Enrollment, of customer: String, _ now: Timestamp, _ output: inout Output) {
        guard let version = deployment.version(enrollment.version) else { return }
        output.count(version.tally(.merged), of: enrollment)
        output.decide(
            .merged, version, customer, enrollment, step: version.states[Int(enrollment.state)].label, at: now, enrollment.instance.fact)
        output.merged.append(.init(customer: customer, enrollment: enrollment.number, reason: "merged"))
    }

    /// One timer a schedule: what either has done is done.
    func joinSchedules(of other: CustomerState, _ state: inout CustomerState) {
        for schedule in other.schedules {
            guard let index = state.schedules.firstIndex(where: { $0.trigger == schedule.trigger }) else {
                state.schedules.append(schedule)
                continue
            }
            if let last = schedule.last { state.schedules[index].last = max(state.schedules[index].last ?? last, last) }
        }
    }

    /// Whoever was in an audience under the other id and still is does not enter it by the merge, and does not leave one of which only
    /// the other id was.
    func joinMembership(of other: CustomerState, _ state: inout CustomerState, _ now: Timestamp) {
        guard let theirs = other.membership else { return }
        var membership = state.membership ?? theirs
        let holding = theirs.members.filter(members(of: state, now).contains)
        membership.members = Set(state.membership?.members ?? []).union(holding).sorted()
        state.membership = membership
    }
}
