/// Why bytes are no JSON that intake takes, and where.
public struct JSONFault: Error, Equatable, Sendable {
    public enum Kind: UInt8, Sendable, CaseIterable {
        case noObject, cutOff, noName, noColon, noComma, noValue, badNumber, badEscape, controlCharacter, loneSurrogate, notUTF8
        case duplicateName, tooDeep, tooManyProperties, textAfterObject, empty
    }

    public var kind: Kind
    /// Where, in bytes from the start of the line.
    public var offset: Int

    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    /// Counted in bytes from 1.
    public var column: Int { offset + 1 }

    /// What is wrong, where, and how to mend it.
    public var reason: String {
        switch kind {
        case .empty: "an empty line: write one event a line"
        case .noObject: "no `{` at column \(column): write each event as one JSON object on a line of its own"
        case .cutOff: "the line ends inside the object, at column \(column): it was cut off, or a `}`, `]` or `\"` is missing"
        case .noName: "no name of a member at column \(column): write names in double quotes, and no comma before `}`"
        case .noColon: "no `:` at column \(column): write one between the name of a member and its value"
        case .noComma:
            "no comma and no closing bracket at column \(column): write commas between members and between the items of a list"
        case .noValue:
            "no value at column \(column): write a text in double quotes, a number, `true`, `false`, `null`, a list or an object"
        case .badNumber: "a malformed number at column \(column): write it like `12`, `-12.5` or `1e3`, without leading zeros"
        case .badEscape:
            "an unknown escape at column \(column): after a backslash stands one of `\" \\ / b f n r t` or `u` and four digits"
        case .controlCharacter:
            "a control character inside a text, at column \(column): write it as an escape, a line break as `\\n`"
        case .loneSurrogate:
            "half a surrogate pair at column \(column): write the character itself or both halves, `\\ud83d\\ude00`"
        case .notUTF8: "bytes that are not UTF-8 at column \(column): save the file as UTF-8"
        case .duplicateName: "the same name a second time at column \(column): name each member once"
        case .tooDeep: "brackets nested more than \(Limits.nesting) deep at column \(column): flatten the event"
        case .tooManyProperties: "more than \(Limits.properties) properties, from column \(column): send fewer, or several events"
        case .textAfterObject: "more text behind the object, at column \(column): write one event a line"
        }
    }
}
