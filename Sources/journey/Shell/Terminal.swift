import Glibc
import JourneyReports

/// What standard output and standard error are connected to.
struct Terminal: Sendable, Equatable {
    /// Colours for results.
    var output: Ink
    /// Colours for messages.
    var errors: Ink
    /// Standard error is a terminal, so progress may be drawn there.
    var showsProgress: Bool
    /// Columns; 80 where nobody knows.
    var width: Int

    /// Decides from what the system says; `environment` gives the value of a variable.
    init(outputIsTerminal: Bool, errorsAreTerminal: Bool, columns: Int?, environment: (String) -> String?) {
        let isPlain = !(environment("NO_COLOR") ?? "").isEmpty || environment("TERM") == "dumb"
        output = Ink(isOn: outputIsTerminal && !isPlain)
        errors = Ink(isOn: errorsAreTerminal && !isPlain)
        showsProgress = errorsAreTerminal && environment("TERM") != "dumb"
        let named = environment("COLUMNS").flatMap { Int($0) }
        width = min(max(columns ?? named ?? 80, 20), 500)
    }

    /// The terminal of this process.
    static func current() -> Terminal {
        var size = winsize()
        let isKnown = ioctl(1, UInt(TIOCGWINSZ), &size) == 0 || ioctl(2, UInt(TIOCGWINSZ), &size) == 0
        return Terminal(
            outputIsTerminal: isatty(1) == 1, errorsAreTerminal: isatty(2) == 1,
            columns: isKnown && size.ws_col > 0 ? Int(size.ws_col) : nil,
            environment: { name in getenv(name).map { String(cString: $0) } })
    }
}

/// Why standard output took no more, once it did not: what it was to hold is not whole.
nonisolated(unsafe) private(set) var outputFault: Int32?

/// Writes a text to a descriptor; false where it could not be written to the end (a closed pipe, a full disk).
@discardableResult
func put(_ text: String, to descriptor: Int32 = 1) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let taken = write(descriptor, rest.baseAddress, rest.count)
            if taken < 0 && errno == EINTR { continue }
            guard taken > 0 else {
                if descriptor == 1 { outputFault = taken < 0 ? errno : ENOSPC }
                return false
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
        }
        return true
    }
}
