import JourneyModel

/// Which shares of the messages that were sent their receivers react to, and how: `opened=30%,clicked=5%`.
///
/// One draw for a message decides: who clicks has opened where more open than click, and what failed is not delivered. It hangs on the
/// seed and on the message's key, not on the order of things.
public struct Reactions: Sendable, Equatable {
    public struct Fault: Error, Equatable, CustomStringConvertible {
        public var description: String
    }

    /// In ten-thousandths, in the order of `names`.
    public private(set) var shares: [Int]

    public static let names = ["delivered", "opened", "clicked", "failed", "unsubscribed"]
    /// Where nothing else is asked for.
    public static let usual = Reactions(shares: [9_500, 3_000, 800, 200, 50])
    public static let none = Reactions(shares: [0, 0, 0, 0, 0])
    /// Nothing comes sooner after its message.
    public static let leastDelay: Microseconds = .minute

    private init(shares: [Int]) { self.shares = shares }

    /// - Throws: `Fault` with what is wrong and the mend.
    public init(parsing text: String) throws(Fault) {
        shares = [Int](repeating: 0, count: Self.names.count)
        var seen: Set<String> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
            guard sides.count == 2 else { throw Fault(description: "`\(part)` is no reaction: write `opened=30%`") }
            guard let place = Self.names.firstIndex(of: sides[0]) else {
                throw Fault(description: "`\(sides[0])` is no reaction; there are \(Self.names.joined(separator: ", "))")
            }
            guard seen.insert(sides[0]).inserted else { throw Fault(description: "`\(sides[0])` stands twice") }
            guard let share = Self.share(sides[1]) else {
                throw Fault(description: "`\(sides[1])` is no share: write a number from 0% to 100%, with two decimals at most")
            }
            shares[place] = share
        }
        if max(shares[0], shares[1], shares[2]) + shares[3] > 10_000 {
            throw Fault(description: "more than 100% are reached and `failed` together; what failed reaches nobody")
        }
    }

    private static func share(_ text: String) -> Int? {
        guard text.hasSuffix("%") else { return nil }
        let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int(parts[0]), (0...100).contains(whole), parts[0].utf8.allSatisfy({ 0x30...0x39 ~= $0 })
        else { return nil }
        var places = 0
        if parts.count == 2 {
            guard (1...2).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let digits = Int(parts[1])
            else { return nil }
            places = parts[1].utf8.count == 1 ? digits * 10 : digits
        }
        let share = whole * 100 + places
        return share <= 10_000 ? share : nil
    }

    /// What comes of one message, and how long after it, the first first.
    public func of(key: String, seed: UInt64) -> [(status: String, after: Microseconds)] {
        var numbers = SeededNumbers(seed, SipHash(k0: 0, k1: 0).hash64(key))
        let (draw, leaves) = (numbers.below(10_000), numbers.below(10_000))
        func seconds(_ most: Int64) -> Microseconds { numbers.below(most) * .second }
        if draw >= 10_000 - shares[3] { return [("failed", Self.leastDelay + seconds(600))] }
        var found: [(status: String, after: Microseconds)] = []
        let arrived = Self.leastDelay + seconds(60)
        if draw < shares[0] { found.append(("delivered", arrived)) }
        // Half of those who look do so within the first hours, the others by the next day.
        let opened = arrived + .second + seconds(numbers.chance(50) ? 2 * 3_600 : 24 * 3_600)
        if draw < shares[1] { found.append(("opened", opened)) }
        let clicked = opened + 3 * .second + seconds(120)
        if draw < shares[2] { found.append(("clicked", clicked)) }
        if leaves < shares[4] { found.append(("unsubscribed", clicked + .minute + seconds(600))) }
        return found
    }
}

extension Reactions: CustomStringConvertible {
    /// As it is written: `opened=30%,clicked=5%`.
    public var description: String {
        zip(Self.names, shares).filter { $0.1 > 0 }.map { name, share in
            let places = share % 100
            let text = places == 0 ? "" : places % 10 == 0 ? ".\(places / 10)" : places < 10 ? ".0\(places)" : ".\(places)"
            return "\(name)=\(share / 100)\(text)%"
        }.joined(separator: ",")
    }
}
