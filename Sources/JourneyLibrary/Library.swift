/// A journey that comes with the program: a workspace of its own, with its tests.
public struct LibraryFolder: Sendable {
    public struct File: Sendable {
        /// In the folder: `catalogue.journey`, `zh/cart_rescue.zh.journey`.
        public let path: String
        public let text: String

        init(_ path: String, _ text: String) {
            self.path = path
            self.text = text
        }
    }

    /// Trade and journey: `retail/cart_rescue`.
    public let name: String
    /// In the order of their paths.
    public let files: [File]

    init(_ name: String, _ files: [File]) {
        self.name = name
        self.files = files
    }

    /// The journey itself.
    public var mainFile: File? {
        let journey = name.split(separator: "/").last ?? ""
        return files.first { $0.path == journey + ".journey" }
    }

    /// Of the same journey in Chinese, with the catalogue; nil where there is none.
    public var chineseFiles: [File]? {
        let twin = files.filter { $0.path.hasPrefix(Self.chineseFolder) }.map { File(String($0.path.dropFirst(3)), $0.text) }
        guard !twin.isEmpty else { return nil }
        let names = Set(twin.map(\.path))
        // What is no journey holds for both: the catalogue, where the twin has none of its own, and codes of coupons.
        let shared = files.filter { file in
            !file.path.hasPrefix(Self.chineseFolder) && !names.contains(file.path)
                && (file.path == "catalogue.journey" || !(file.path.hasSuffix(".journey") || file.path.hasSuffix(".md")))
        }
        return shared + twin
    }

    /// The journey in English, with its catalogue and tests.
    public var englishFiles: [File] { files.filter { !$0.path.hasPrefix(Self.chineseFolder) } }

    private static let chineseFolder = "zh/"
}

/// The ready-made journeys, as they stand under `journeys/` in the sources.
///
/// The files under `Generated/` hold the texts: JOURNEY_RECORD=1 writes them anew, and a test says when they are out of date.
public enum Library {
    /// Those of all trades, in the order of their names.
    public static let folders: [LibraryFolder] = trades.flatMap(\.self)

    /// What `journey new` begins a workspace with.
    public static var starter: LibraryFolder { starterFolder }

    public static func folder(_ name: String) -> LibraryFolder? { folders.first { $0.name == name } }
}
