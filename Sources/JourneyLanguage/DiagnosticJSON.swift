extension Diagnostic {
    /// One JSON object on one line: what `--json` prints and an editor reads.
    ///
    /// `start` and `end` are UTF-8 offsets, `line` and `column` count from 1, columns in characters; `help` and `fix` are left
    /// out where there is none.
    public func json(in source: SourceText) -> String {
        var members = [
            "\"code\":" + Self.quoted(code),
            "\"severity\":" + Self.quoted(severity.rawValue),
            "\"file\":" + Self.quoted(source.name),
        ]
        members += Self.place(range, in: source)
        members += [
            "\"message\":" + Self.quoted(message),
            "\"label\":" + Self.quoted(label),
            "\"expected\":[" + expected.map(Self.quoted).joined(separator: ",") + "]",
        ]
        if let help { members.append("\"help\":" + Self.quoted(help)) }
        if let fix {
            let parts = Self.place(fix.range, in: source) + ["\"replacement\":" + Self.quoted(fix.replacement)]
            members.append("\"fix\":{" + parts.joined(separator: ",") + "}")
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func place(_ range: SourceRange, in source: SourceText) -> [String] {
        let start = source.position(at: range.start)
        let end = source.position(at: range.end)
        return [
            "\"start\":\(range.start)", "\"end\":\(range.end)", "\"line\":\(start.line)", "\"column\":\(start.column)",
            "\"endLine\":\(end.line)", "\"endColumn\":\(end.column)",
        ]
    }

    private static func quoted(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\n": json += "\\n"
            case "\t": json += "\\t"
            case "\r": json += "\\r"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    json.unicodeScalars.append(scalar)
                }
            }
        }
        return json + "\""
    }
}
