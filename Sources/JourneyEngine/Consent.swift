import JourneyModel

/// One line of a customer's ledger: consent to a purpose, given or taken back.
public struct Consent: Equatable, Sendable {
    /// The most lines kept of one customer; past it the oldest that a newer one of its purpose supersedes is let go.
    public static let limit = 256

    /// Number of the purpose's name.
    public var purpose: UInt32
    public var isGranted: Bool
    public var at: Timestamp
    /// Who or what says so; empty where the event does not tell.
    public var source: String

    public init(purpose: UInt32, isGranted: Bool, at: Timestamp, source: String) {
        self.purpose = purpose
        self.isGranted = isGranted
        self.at = at
        self.source = source
    }
}

extension CustomerState {
    /// The latest line of the purpose decides; of one instant the one that came last.
    public func hasConsent(to purpose: UInt32) -> Bool { consents.last { $0.purpose == purpose }?.isGranted ?? false }

    mutating func note(_ consent: Consent) {
        let place = consents.lastIndex { $0.at <= consent.at }.map { $0 + 1 } ?? 0
        consents.insert(consent, at: place)
        guard consents.count > Consent.limit else { return }
        let superseded = consents.indices.first { index in
            consents[(index + 1)...].contains { $0.purpose == consents[index].purpose }
        }
        consents.remove(at: superseded ?? 0)
    }
}

extension Engine {
    /// `$consent`: `purpose` (`marketing` where it names none), `granted`, `source`. What does not say `true` grants nothing.
    func consent(_ event: EventView, _ state: inout CustomerState, _ output: inout Output) {
        var purpose = "marketing"
        if case .text(let name) = event.property("purpose"), !name.isEmpty { purpose = name }
        var source = ""
        if case .text(let text) = event.property("source") { source = text }
        guard let number = deployment.number(ofOutside: purpose, &output) else { return }
        state.note(
            Consent(purpose: number, isGranted: event.property("granted") == .boolean(true), at: event.at, source: source))
        output.isChanged = true
        output.conditionsMayHaveChanged = true
    }
}
