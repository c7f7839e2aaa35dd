import JourneyModel
import JourneyReports

/// A line on a terminal that tells how far long work is. It has no clock: each call brings the time that has passed.
struct ProgressBar {
    enum Unit: Sendable {
        case bytes
        case events
    }

    private let title: String
    private let unit: Unit
    private let total: Int64?
    private let width: Int
    private let ink: Ink
    /// Seconds between two drawings.
    private let interval = 0.1
    /// Nothing is drawn before: short work needs no bar.
    private let patience = 0.5
    private var drawnAt: Double?

    /// - Parameter total: how much there is to do; nil where nobody knows.
    init(_ title: String, unit: Unit, total: Int64?, width: Int = 80, ink: Ink = .none) {
        self.title = title
        self.unit = unit
        self.total = total
        self.width = width
        self.ink = ink
    }

    /// What to write to the terminal now that so much is done after so many seconds; nil: nothing, it is too soon.
    mutating func advance(to done: Int64, after elapsed: Double) -> String? {
        guard elapsed >= patience, elapsed - (drawnAt ?? -.infinity) >= interval else { return nil }
        drawnAt = elapsed
        return "\r" + line(done, elapsed) + "\u{1B}[K"
    }

    /// What removes the line from the terminal; empty where none was drawn.
    mutating func finish() -> String {
        defer { drawnAt = nil }
        return drawnAt == nil ? "" : "\r\u{1B}[K"
    }

    /// `reading  ███████▌          42%  1.2 GB  310 MB/s  5 s left`.
    func line(_ done: Int64, _ elapsed: Double) -> String {
        let rate = elapsed > 0 ? Double(max(0, done)) / elapsed : 0
        var parts = [amount(Double(done)), amount(rate) + "/s"]
        guard let total, total > 0 else {
            return shortened(([title] + parts).joined(separator: "  "), to: width - 1)
        }
        parts.insert(percent(min(done, total), of: total), at: 0)
        if rate > 0, done < total { parts.append(timeText(Double(total - done) / rate) + " left") }
        let words = parts.joined(separator: "  ")
        let room = min(30, width - displayWidth(title) - displayWidth(words) - 6)
        guard room >= 5 else { return shortened(title + "  " + words, to: width - 1) }
        return title + "  " + ink(.cyan, meter(done, total, room)) + "  " + words
    }

    private func meter(_ done: Int64, _ total: Int64, _ width: Int) -> String {
        let full = min(width, max(0, Int(Double(done) / Double(total) * Double(width))))
        return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    }

    private func amount(_ value: Double) -> String {
        let rounded = Int64(exactly: value.rounded()) ?? .max
        switch unit {
        case .events: return grouped(rounded) + " events"
        case .bytes: return byteText(rounded)
        }
    }
}

/// `512 B`, `1.2 MB`: powers of ten.
func byteText(_ bytes: Int64) -> String {
    var value = Double(bytes)
    guard value >= 1_000 else { return "\(bytes) B" }
    for unit in ["kB", "MB", "GB", "TB", "PB"] {
        value /= 1_000
        // 999.95 would round to a four-digit figure.
        if value < 999.95 {
            let tenths = Int64((value * 10).rounded())
            return tenths % 10 == 0 ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
        }
    }
    return "\(Int64(value.rounded())) PB"
}

/// `45 s`, `3 min 20 s`, `2 h 5 min`.
func timeText(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 360_000 else { return "long" }
    let whole = Int(max(0, seconds).rounded(.up))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3_600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3_600) h \(whole / 60 % 60) min"
    }
}
