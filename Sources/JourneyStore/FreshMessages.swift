import JourneyModel

/// Messages that wait and stand in none of the outbox's indexes: most leave so soon that an entry, and its end, would cost as much as the
/// message itself.
///
/// They are kept in memory too, by their numbers. They are always among the latest messages, and their rows tell that they are such, so
/// that whoever opens the store finds them.
struct FreshMessages {
    /// How far back from the latest message they reach at most; older ones are entered into the indexes.
    static let span = 20_000
    /// Of texts in memory; past it the oldest are entered too.
    private static let mostBytes = 8 << 20
    private static let gone: Int32 = -1

    private struct Place {
        /// Index in `ways`, or `gone`.
        var way: Int32
        var nextAttemptAt: Timestamp
    }

    /// Of the message at the first place.
    private var base: Int64 = 0
    /// Everything before it is gone.
    private var head = 0
    private var places: [Place] = []
    private var messages: [OutboxMessage?] = []
    private var bytes = 0
    private(set) var count = 0

    private var ways: [OutboxWay] = []
    private var countOn: [Int] = []
    private var numbers: [OutboxWay: Int32] = [:]
    /// Of the message that came last: the next one mostly has the same.
    private var lastWay = 0

    /// The oldest.
    var first: Int64? { count == 0 ? nil : base + Int64(head) }

    var hasTooMuch: Bool { bytes > Self.mostBytes }

    mutating func removeAll() { self = FreshMessages() }

    // MARK: Adding and taking

    /// - Precondition: its number is above those of all that are here.
    mutating func add(_ message: OutboxMessage) {
        if count == 0 { startAnew(at: message.number) }
        while base + Int64(places.count) < message.number {
            places.append(Place(way: Self.gone, nextAttemptAt: .distantFuture))
            messages.append(nil)
        }
        let way = way(of: message)
        places.append(Place(way: Int32(truncatingIfNeeded: way), nextAttemptAt: message.nextAttemptAt))
        messages.append(message)
        bytes += Self.bytes(of: message)
        count += 1
        countOn[way] += 1
    }

    /// False where it is not here.
    mutating func remove(_ number: Int64) -> Bool {
        guard let place = place(of: number) else { return false }
        countOn[Int(places[place].way)] -= 1
        places[place].way = Self.gone
        if let message = messages[place] { bytes -= Self.bytes(of: message) }
        messages[place] = nil
        count -= 1
        if count == 0 {
            startAnew(at: 0)
        } else {
            while places[head].way == Self.gone { head += 1 }
            if head > places.count / 2 { closeUp() }
        }
        return true
    }

    private mutating func startAnew(at number: Int64) {
        places.removeAll(keepingCapacity: true)
        messages.removeAll(keepingCapacity: true)
        head = 0
        base = number
    }

    private mutating func closeUp() {
        places.removeSubrange(..<head)
        messages.removeSubrange(..<head)
        base += Int64(head)
        head = 0
    }

    private func place(of number: Int64) -> Int? {
        guard count > 0, number >= base, number - base < Int64(places.count) else { return nil }
        let place = Int(number - base)
        return places[place].way == Self.gone ? nil : place
    }

    private mutating func way(of message: OutboxMessage) -> Int {
        if lastWay < ways.count, ways[lastWay].has(message) { return lastWay }
        let way = OutboxWay(of: message)
        if let known = numbers[way] {
            lastWay = Int(known)
        } else {
            lastWay = ways.count
            numbers[way] = Int32(truncatingIfNeeded: lastWay)
            ways.append(way)
            countOn.append(0)
        }
        return lastWay
    }

    private static func bytes(of message: OutboxMessage) -> Int {
        message.bodies.utf8.count + message.arguments.utf8.count + message.content.utf8.count + message.customer.utf8.count
    }

    // MARK: Asking

    subscript(number: Int64) -> OutboxMessage? { place(of: number).flatMap { messages[$0] } }

    /// How many wait on a way.
    func count(on way: OutboxWay) -> Int { numbers[way].map { countOn[Int($0)] } ?? 0 }

    /// The ways on which some wait, in no order.
    func waitingWays() -> [WaitingWay] {
        guard count > 0 else { return [] }
        var earliest = [Timestamp](repeating: .distantFuture, count: ways.count)
        for place in places[head...] where place.way != Self.gone {
            earliest[Int(place.way)] = min(earliest[Int(place.way)], place.nextAttemptAt)
        }
        return ways.indices.filter { countOn[$0] > 0 }.map { WaitingWay(ways[$0], nextAttemptAt: earliest[$0]) }
    }

    /// The first that are due on a way, by time and number.
    func due(at instant: Timestamp, on way: OutboxWay, limit: Int) -> [OutboxMessage] {
        guard let way = numbers[way], countOn[Int(way)] > 0 else { return [] }
        var found: [(at: Timestamp, place: Int)] = []
        var isInOrder = true
        for place in head..<places.count where places[place].way == way && places[place].nextAttemptAt <= instant {
            if let last = found.last, last.at > places[place].nextAttemptAt { isInOrder = false }
            found.append((places[place].nextAttemptAt, place))
        }
        if !isInOrder { found.sort { ($0.at, $0.place) < ($1.at, $1.place) } }
        return found.prefix(limit).compactMap { messages[$0.place] }
    }

    /// The next by number.
    func waiting(after number: Int64, limit: Int) -> [OutboxMessage] {
        guard count > 0 else { return [] }
        var found: [OutboxMessage] = []
        var place = max(head, Int(clamping: number - base + 1))
        while place < places.count, found.count < limit {
            if let message = messages[place] { found.append(message) }
            place += 1
        }
        return found
    }
}
