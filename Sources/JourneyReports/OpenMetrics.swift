import JourneyModel

/// Figures in the OpenMetrics text form, which monitoring systems read: families of samples, `# EOF` at the end.
public struct OpenMetrics: Sendable {
    public enum Kind: String, Sendable {
        /// Grows only; its samples end in `_total`.
        case counter
        case gauge
    }

    public struct Sample: Sendable {
        public var labels: [(name: String, value: String)]
        public var value: Value

        public init(_ value: Value, _ labels: [(name: String, value: String)] = []) {
            self.labels = labels
            self.value = value
        }

        public init(_ count: Int64, _ labels: [(name: String, value: String)] = []) { self.init(.integer(count), labels) }
    }

    private var lines = ""

    public init() {}

    /// - Parameters:
    ///   - name: without `journey_`, and without `_total`.
    ///   - help: one sentence; no line break.
    ///   - unit: in which the name then ends: `seconds`, `bytes`.
    ///   - samples: a family without any is left out.
    public mutating func add(_ name: String, _ kind: Kind, _ help: String, unit: String = "", _ samples: [Sample]) {
        if samples.isEmpty { return }
        let name = "journey_" + name
        lines += "# TYPE \(name) \(kind.rawValue)\n"
        if !unit.isEmpty { lines += "# UNIT \(name) \(unit)\n" }
        lines += "# HELP \(name) \(Self.escaped(help))\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
            lines += name + (kind == .counter ? "_total" : "") + (labels.isEmpty ? "" : "{\(labels)}") + " \(sample.value.text)\n"
        }
    }

    /// The whole file.
    public var text: String { lines + "# EOF\n" }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case "\"": out += "\\\""
            case "\n": out += "\\n"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
