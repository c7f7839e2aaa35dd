import JourneyModel

/// A message's place in the caps.
public struct CapPlace: Equatable, Sendable {
    /// The first half of the message's key.
    public var key: UInt64
    public var queuedAt: Timestamp
    /// Number of the channel's name: the one it is now tried on.
    public var channel: UInt32

    public static func key(of message: String) -> UInt64 { UInt64(message.prefix(16), radix: 16) ?? 0 }
}

/// A channel, or all of them, on which nothing may be sent to the customer.
public struct Suppression: Equatable, Sendable {
    /// Number of the channel's name; nil for all.
    public var channel: UInt32?
    public var at: Timestamp
    public var reason: String
}

/// A code that the customer was given.
public struct GivenCoupon: Equatable, Sendable {
    /// Number of the coupon's name.
    public var coupon: UInt32
    public var code: String
    public var at: Timestamp
    /// Its last instant; nil where it does not end.
    public var validUntil: Timestamp?
}

extension CustomerState {
    var hasSending: Bool { !(capPlaces.isEmpty && suppressions.isEmpty && coupons.isEmpty) }

    public func isSuppressed(_ channel: UInt32) -> Bool {
        #if FaultInjection
            if PlantedBug.chosen == .suppressionIgnored { return suppressions.contains { $0.channel == channel } }
        #endif
        return suppressions.contains { $0.channel ?? channel == channel }
    }

    mutating func suppress(_ channel: UInt32?, _ reason: String, at: Timestamp) {
        if suppressions.contains(where: { $0.channel == channel }) { return }
        suppressions.append(Suppression(channel: channel, at: at, reason: reason))
    }

    mutating func forgetCapPlaces(before instant: Timestamp) { capPlaces.removeAll { $0.queuedAt <= instant } }

    /// The message ended without being sent: its place is free again.
    mutating func giveBackCapPlace(of key: UInt64) { capPlaces.removeAll { $0.key == key } }

    // MARK: Packed

    func encodeSending(to out: inout ByteWriter) {
        out.flag(hasSending)
        guard hasSending else { return }
        out.count(capPlaces.count)
        for place in capPlaces {
            out.unsigned(place.key)
            out.signed(place.queuedAt.microseconds)
            out.unsigned(UInt64(place.channel))
        }
        out.count(suppressions.count)
        for suppression in suppressions {
            out.flag(suppression.channel != nil)
            if let channel = suppression.channel { out.unsigned(UInt64(channel)) }
            out.signed(suppression.at.microseconds)
            out.text(suppression.reason)
        }
        out.count(coupons.count)
        for given in coupons {
            out.unsigned(UInt64(given.coupon))
            out.text(given.code)
            out.signed(given.at.microseconds)
            out.flag(given.validUntil != nil)
            if let until = given.validUntil { out.signed(until - given.at) }
        }
    }

    mutating func readSending(_ reader: inout ByteReader) throws {
        guard try reader.flag() else { return }
        for _ in 0..<(try reader.count()) {
            capPlaces.append(
                CapPlace(key: try reader.unsigned(), queuedAt: try reader.instant(after: 0), channel: try reader.number()))
        }
        for _ in 0..<(try reader.count()) {
            let channel = try reader.flag() ? try reader.number() : nil
            suppressions.append(Suppression(channel: channel, at: try reader.instant(after: 0), reason: try reader.text()))
        }
        for _ in 0..<(try reader.count()) {
            var given = GivenCoupon(coupon: try reader.number(), code: try reader.text(), at: try reader.instant(after: 0))
            if try reader.flag() { given.validUntil = try reader.instant(after: given.at.microseconds) }
            coupons.append(given)
        }
    }
}
