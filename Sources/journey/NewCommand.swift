import Foundation
import JourneyLanguage
import JourneyLibrary
import JourneyReports

/// `journey new`: a folder to begin with.
enum NewCommand: Subcommand {
    static let command = Command(
        name: "new", summary: "make a workspace, or copy a ready-made journey",
        discussion: """
            The workspace has a catalogue, a first journey with its test, sample events and a short README. With --from it is a ready-made
            journey with its catalogue and tests instead. A folder that holds anything is left alone.
            """,
        positionals: [.init(name: "DIR", help: "the folder to make; it may be there if it is empty", isRequired: false)],
        options: [
            .value("from", "NAME", "copy this ready-made journey, as --list names it"),
            .value("language", "LANGUAGE", "of the journey that is copied; not all are there in Chinese", choices: ["en", "zh"]),
            .flag("list", "the ready-made journeys"),
        ],
        examples: [
            .init("journey new shop", "a workspace with a first journey"),
            .init("journey new --list", "what there is to copy"),
            .init("journey new carts --from retail/cart_rescue", "copy one, with its catalogue and tests"),
            .init("journey new 挽回 --from retail/cart_rescue --language zh", "the same in Chinese"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        if arguments.has("list") {
            put(list())
            return .success
        }
        guard let path = arguments.allPositionals("DIR").first else { throw UsageError("DIR is missing: the folder to make") }
        let files = try files(from: arguments.value("from"), language: arguments.value("language") ?? "en")
        try write(files, to: path)
        for file in files { put("\(path)/\(file.path)\n") }
        note("next: journey test \(path)")
        return .success
    }

    private static func files(from name: String?, language: String) throws(UsageError) -> [LibraryFolder.File] {
        guard let name else {
            if language == "zh" { throw UsageError("--language says which ready-made journey is copied: --from is missing") }
            return Library.starter.files
        }
        guard let folder = Library.folder(name) else { throw UsageError(unknown(name)) }
        guard language == "zh" else { return folder.englishFiles }
        guard let files = folder.chineseFiles else {
            throw UsageError("`\(name)` is not there in Chinese yet; `journey fmt --language zh` translates all but its texts")
        }
        return files
    }

    private static func unknown(_ name: String) -> String {
        let names = Library.folders.map(\.name)
        // Whoever names the journey without its trade, or in another one, is understood.
        let journey = String(name.split(separator: "/").last ?? "")
        let near = closest(to: name, among: names)
            ?? closest(to: journey, among: names.map { String($0.split(separator: "/").last ?? "") })
                .flatMap { near in names.first { $0.hasSuffix("/" + near) } }
        return "there is no ready-made journey `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? "") + "; `journey new --list` lists all"
    }

    /// Trade after trade, a line each: name, title, and whether it is there in Chinese.
    private static func list() -> String {
        let ink = terminal.output
        let width = Library.folders.map(\.name.count).max() ?? 0
        var text = ""
        var trade = ""
        for folder in Library.folders {
            let itsTrade = String(folder.name.prefix { $0 != "/" })
            if itsTrade != trade {
                text += (trade.isEmpty ? "" : "\n") + ink(.bold, itsTrade.replacing("_", with: " ")) + "\n"
                trade = itsTrade
            }
            let space = String(repeating: " ", count: width - folder.name.count)
            text += "  \(folder.name)\(space)  \(title(of: folder))" + (folder.chineseFiles == nil ? "" : ink(.dim, "  zh")) + "\n"
        }
        return text + "\n" + counted(Int64(Library.folders.count), "journey") + "; zh: in Chinese, too (--language zh)\n"
    }

    /// What its first journey is called.
    private static func title(of folder: LibraryFolder) -> String {
        guard let file = folder.mainFile else { return "" }
        let program = parse(SourceText(name: file.path, bytes: Array(file.text.utf8))).program
        for case .journey(let journey) in program.items { return journey.title ?? "" }
        return ""
    }

    // MARK: Writing

    private struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private static func write(_ files: [LibraryFolder.File], to path: String) throws {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        if manager.fileExists(atPath: path, isDirectory: &isFolder) {
            guard isFolder.boolValue else { throw Failure(description: "`\(path)` is a file; name a folder that is not there yet") }
            guard let there = try? manager.contentsOfDirectory(atPath: path) else {
                throw Failure(description: "`\(path)` cannot be listed")
            }
            guard there.isEmpty else {
                throw Failure(description: "`\(path)` is not empty; name a folder that is not there yet, nothing was written")
            }
        }
        do {
            for file in files {
                let whole = URL(fileURLWithPath: path).appendingPathComponent(file.path)
                try manager.createDirectory(at: whole.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: whole, options: .withoutOverwriting)
            }
        } catch {
            throw Failure(description: "`\(path)` cannot be written: \((error as NSError).localizedDescription)")
        }
    }
}
