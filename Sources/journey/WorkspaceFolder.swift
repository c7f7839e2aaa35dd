/// Files that are checked, tested and run together.
///
/// A folder that holds `catalogue.journey` is a workspace of its own: it and all below it. A folder `zh` or `en` beside a
/// `catalogue.journey` is one, too, with that catalogue: the same journeys in another language. All other files belong together.
struct WorkspaceFolder {
    /// Nil: files that stand in no workspace of their own.
    var root: String?
    /// In the order of their paths; none twice.
    var files: [String]
    /// The catalogue above, of a folder in another language.
    var inherited: String?

    var allFiles: [String] { (inherited.map { [$0] } ?? []) + files }

    private static let catalogue = "catalogue.journey"
    private static let languages: Set<String> = ["zh", "en"]

    /// The workspaces of the paths, in the order in which they are first met.
    ///
    /// - Parameter paths: files, and folders that are searched for `.journey` files at any depth.
    /// - Throws: `Workspace.Failure` where a path is not there, cannot be read, or no file is found.
    static func all(in paths: [String]) throws -> [WorkspaceFolder] {
        var folders: [WorkspaceFolder] = []
        // A file may be named beside its folder: it counts once.
        var seen: Set<String> = []
        for path in paths {
            for file in try Workspace.expand(path) where seen.insert(FilePaths.place(of: file)).inserted {
                let root = file == path ? nil : self.root(of: file, below: path)
                if let known = folders.firstIndex(where: { $0.root == root }) {
                    folders[known].files.append(file)
                } else {
                    folders.append(WorkspaceFolder(root: root, files: [file]))
                }
            }
        }
        if folders.isEmpty { throw Workspace.Failure.empty(paths) }
        folders = joined(folders, named: paths)
        for index in folders.indices { folders[index].inherited = folders[index].root.flatMap(inheritedCatalogue) }
        return folders
    }

    /// `run shop extra.journey` names one workspace and what belongs to it, too.
    private static func joined(_ folders: [WorkspaceFolder], named paths: [String]) -> [WorkspaceFolder] {
        guard folders.count == 2, let own = folders.first(where: { $0.root != nil }), let loose = folders.first(where: { $0.root == nil }),
            paths.contains(where: { FilePaths.trimmed($0) == own.root })
        else { return folders }
        return [WorkspaceFolder(root: own.root, files: own.files + loose.files)]
    }

    /// The nearest folder of a file that is a workspace of its own, not above `top`.
    private static func root(of file: String, below top: String) -> String? {
        let top = FilePaths.trimmed(top)
        var folder = FilePaths.folder(of: file)
        while true {
            if isRoot(folder) { return folder }
            guard folder.utf8.count > top.utf8.count else { return nil }
            folder = FilePaths.folder(of: folder)
        }
    }

    private static func isRoot(_ folder: String) -> Bool {
        FilePaths.exists(folder + "/" + catalogue) || inheritedCatalogue(of: folder) != nil
    }

    /// Of a folder in another language that has none of its own.
    static func inheritedCatalogue(of folder: String) -> String? {
        let folder = folder == "." ? FilePaths.place(of: folder) : folder
        guard languages.contains(FilePaths.name(of: folder)), !FilePaths.exists(folder + "/" + catalogue) else { return nil }
        let above = FilePaths.folder(of: folder)
        let path = above == "." ? catalogue : above + "/" + catalogue
        return FilePaths.exists(path) ? path : nil
    }
}
