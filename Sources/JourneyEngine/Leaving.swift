import JourneyCompiler
import JourneyModel

/// What is asked once more of a message when it leaves, and what its end gives back.
extension Engine {
    /// A message in the outbox, as far as the rules look at it.
    public struct Leaving {
        public var key: UInt64
        public var channels: [String]
        /// Index of the channel that it is to leave on.
        public var channel: Int
        /// The one that it brings itself.
        public var address: String?
        public var isTransactional: Bool
        public var enrollment: UInt64
        /// It waited for quiet hours to end.
        public var wasHeld: Bool

        public init(
            key: UInt64, channels: [String], channel: Int, address: String?, isTransactional: Bool, enrollment: UInt64, wasHeld: Bool
        ) {
            self.key = key
            self.channels = channels
            self.channel = channel
            self.address = address
            self.isTransactional = isTransactional
            self.enrollment = enrollment
            self.wasHeld = wasHeld
        }

        fileprivate var name: String { channel < channels.count ? channels[channel] : "" }
    }

    public enum Look: Equatable {
        case leaves
        case waits(until: Timestamp)
        /// The next channel at which the customer can be reached.
        case moves(channel: Int)
        /// `dropped` where an exit condition came to hold.
        case ends(MessageOutcome?, reason: String)
    }

    /// Whether a message may leave now, by what is known of the customer now.
    public func look(at message: Leaving, of state: CustomerState, at now: Timestamp) -> Look {
        let reach = channel(for: message, from: message.channel, of: state)
        guard let channel = reach.channel else { return .ends(reach.outcome, reason: "") }
        if channel != message.channel { return .moves(channel: channel) }
        if message.isTransactional { return .leaves }
        #if FaultInjection
            let consents = PlantedBug.chosen == .consentOnce ? [] : rules.consents
        #else
            let consents = rules.consents
        #endif
        for consent in consents where !state.hasConsent(to: consent.number) { return .ends(.noConsent, reason: consent.name) }
        let number = deployment.names.number(message.name)
        if message.wasHeld {
            if let index = state.enrollments.firstIndex(where: { $0.number == message.enrollment }),
                let version = deployment.version(state.enrollments[index].version), !state.enrollments[index].isFinished,
                exitCondition(of: version, holdsFor: index, state, now)
            {
                return .ends(nil, reason: "exit")
            }
            if let cap = rules.reachedCap(state.capPlaces, channel: number, except: message.key, at: now) {
                return .ends(.capped, reason: cap.text)
            }
        }
        if !rules.quiet.isEmpty, let until = rules.quietEnd(of: number, at: now, in: zone(of: state)) { return .waits(until: until) }
        return .leaves
    }

    /// The first channel from an index on at which the customer can be reached.
    public func channel(for message: Leaving, from first: Int, of state: CustomerState) -> (channel: Int?, outcome: MessageOutcome) {
        if state.suppressions.isEmpty, message.address == nil, rules.addresses.isEmpty {
            return (first < message.channels.count ? first : nil, .unreachable)
        }
        var outcome = MessageOutcome.unreachable
        for index in message.channels.indices.dropFirst(first) {
            if state.isSuppressed(deployment.names.number(message.channels[index])) {
                outcome = .suppressed
            } else if message.address.map({ rules.isAddress(.text($0), via: message.channels[index]) })
                ?? rules.reaches(state, via: message.channels[index])
            {
                return (index, .unreachable)
            }
        }
        return (nil, outcome)
    }

    /// A fallback keeps its place in the caps over all channels and takes one in those of its new channel. Gives the cap that has none.
    public func takePlace(of message: Leaving, in state: inout CustomerState, at now: Timestamp) -> String? {
        guard !rules.caps.isEmpty, !message.isTransactional,
            let place = state.capPlaces.firstIndex(where: { $0.key == message.key })
        else { return nil }
        let number = deployment.names.number(message.name)
        let cap = rules.reachedCap(state.capPlaces, channel: number, except: message.key, onlyOfChannel: true, at: now)
        if let cap { return cap.text }
        state.capPlaces[place].channel = number
        return nil
    }

    /// A message that did not reach its customer counts for no cap. False where it had no place.
    public func giveBackPlace(of key: UInt64, in state: inout CustomerState) -> Bool {
        #if FaultInjection
            if PlantedBug.chosen == .capPlaceKept { return false }
        #endif
        guard state.capPlaces.contains(where: { $0.key == key }) else { return false }
        state.giveBackCapPlace(of: key)
        return true
    }

    /// The address that a channel has of the customer, as the channel takes it; nil where it needs none, or there is none.
    public func address(of state: CustomerState, via channel: String) -> String? {
        for attribute in rules.addresses[channel] ?? [] {
            if let address = rules.address(state.attribute(attribute), via: channel) { return address }
        }
        return nil
    }

    /// An address of a message's own, as a channel takes it.
    public func address(_ written: String, via channel: String) -> String? { rules.address(.text(written), via: channel) }
}
