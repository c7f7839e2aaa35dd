import JourneyLanguage
import JourneyModel

/// All files of a workspace, compiled together.
public struct CompiledWorkspace: Sendable {
    /// In the order of the files and their text; those with errors are missing.
    public var machines: [Machine]
    /// In the order of the files and their text; those with errors are missing.
    public var channels: [ChannelConfiguration]
    public var policy: Policy
    /// What is declared of events, customers and contents.
    public var catalogue: Catalogue
    /// In the order of the files and their text; those with errors are missing.
    public var tests: [TestPlan]
    /// The parser's and the checker's, file after file in the order of the text.
    public var diagnostics: [FileDiagnostic]

    public var hasErrors: Bool { diagnostics.contains { $0.diagnostic.severity == .error } }
}

/// A diagnostic and the file it is about.
public struct FileDiagnostic: Sendable, Hashable {
    /// As given to `compile`.
    public var path: String
    public var diagnostic: Diagnostic

    public init(path: String, diagnostic: Diagnostic) {
        self.path = path
        self.diagnostic = diagnostic
    }
}

/// A channel as declared: what its adapter is started with.
public struct ChannelConfiguration: Sendable, Hashable, Codable {
    public struct Setting: Sendable, Hashable, Codable {
        public var key: String
        public var value: SettingValue

        public init(key: String, value: SettingValue) {
            self.key = key
            self.value = value
        }
    }

    public enum SettingValue: Sendable, Hashable, Codable {
        case word(String)
        case text(String)
        /// `.integer` or `.decimal`.
        case number(Value)
        case duration(Microseconds)
        case boolean(Bool)
        /// The name of an environment variable, read when the channel starts and never stored.
        case environment(String)
    }

    public var name: String
    /// Its names in other languages.
    public var also: [String]
    public var title: String?
    /// `console`, `file`, …
    public var adapter: String
    /// In the order of the text, without `adapter`; no key twice.
    public var settings: [Setting]
    /// How many messages it takes; all of them hold.
    public var limits: [Rate]
    /// Nil where the declaration does not say.
    public var retries: Int?

    public init(
        name: String, also: [String] = [], title: String? = nil, adapter: String, settings: [Setting] = [], limits: [Rate] = [],
        retries: Int? = nil
    ) {
        self.name = name
        self.also = also
        self.title = title
        self.adapter = adapter
        self.settings = settings
        self.limits = limits
        self.retries = retries
    }

    public subscript(key: String) -> SettingValue? { settings.first { $0.key == key }?.value }

    /// A setting that is a text or a word, nil for any other.
    public func text(_ key: String) -> String? {
        switch self[key] {
        case .text(let text), .word(let text): text
        default: nil
        }
    }
}
