import Glibc

/// Hands a target over to libFuzzer: `--target=events` names it, all other arguments are libFuzzer's, which skips those with two
/// dashes and hands them on to the processes that it starts.
@main
enum LibFuzzer {
    static func main() {
        let option = "--target="
        let named = CommandLine.arguments.first { $0.hasPrefix(option) }.map { String($0.dropFirst(option.count)) } ?? ""
        guard let target = FuzzTarget(rawValue: named) else {
            complain("`\(option)` names no target: there are \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
            exit(2)
        }
        chosen = target
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(
            runDriver(&count, &arguments) { start, count in
                LibFuzzer.check([UInt8](UnsafeBufferPointer(start: start, count: count)))
                return 0
            })
    }

    nonisolated(unsafe) private static var chosen = FuzzTarget.language

    /// libFuzzer keeps the input of a process that ends.
    private static func check(_ input: [UInt8]) {
        do { try chosen.check(input, isSampled: true) } catch {
            complain("violation of \(chosen.rawValue): \(error)")
            abort()
        }
    }

    private static func complain(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
