import Foundation
import JourneyModel

@testable import JourneyFaults

/// A file of cases; Tests/Corpus/cases/README.md tells the form.
struct Case {
    typealias Event = MadeUpEvent

    var file: String
    var title: String
    var until = "done"
    var program = ""
    var events: [Event] = []
    var expected: [String] = []
    /// What messages say, nil where the case does not look at it: `CUSTOMER JOURNEY STEP BODIES`.
    var texts: [String]?
    /// Of coupons that have files.
    var codes: [String: [String]] = [:]

    static let epoch = MadeUpEvent.epoch

    static func all(in folder: URL) throws -> [Case] { try CaseText.all(in: folder).map(Case.init) }

    fileprivate mutating func add(_ line: String, to section: String) throws {
        switch section {
        case "program": program += line + "\n"
        case "events":
            let parts = line.split(separator: " ", maxSplits: 3).map(String.init)
            guard parts.count >= 3, let after = Self.duration(parts[0]) else { throw CaseError.badLine(file, line) }
            events.append(
                Event(at: Self.epoch + after, customer: parts[1], name: parts[2], properties: parts.count > 3 ? parts[3] : "{}"))
        case "expect": expected.append(line)
        case "texts": texts = (texts ?? []) + [line]
        case "codes":
            let words = line.split(separator: " ").map(String.init)
            codes[words[0]] = Array(words.dropFirst())
        default: throw CaseError.badLine(file, line)
        }
    }

    /// `1d2h30m`, as durations are written in the language.
    static func duration(_ text: String) -> Microseconds? {
        var total: Microseconds = 0
        var number = ""
        for character in text {
            if character.isNumber {
                number.append(character)
                continue
            }
            let units: [Character: Microseconds] = ["s": .second, "m": .minute, "h": .hour, "d": .day, "w": .week]
            guard let unit = units[character], let count = Int64(number) else { return nil }
            total += count * unit
            number = ""
        }
        return number.isEmpty ? total : nil
    }

    static func text(_ duration: Microseconds) -> String { duration.short }

    enum CaseError: Error { case badLine(String, String) }
}

extension Case {
    fileprivate init(_ text: CaseText) throws {
        self.init(file: text.file, title: text.title)
        if let until = text.heads.last(where: { $0.hasPrefix("until ") }) { self.until = String(until.dropFirst(6)) }
        for (section, line) in text.lines { try add(line, to: section) }
    }
}
