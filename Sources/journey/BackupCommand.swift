import Foundation
import JourneyModel
import JourneyReports
import JourneyStore

/// `journey backup`: a copy of a store, taken while a scheduler runs.
enum BackupCommand: Subcommand {
    static let command = Command(
        name: "backup", summary: "copy a store into a file, while a scheduler may be running on it",
        discussion: """
            The copy is the store as it was at one moment between two commits, and is checked before it gets its name. To go back to it,
            stop the scheduler, put the copy in the store's place, remove the store's `-wal` and `-shm` files, and start again: events read
            since are read again from their files, and what had left since leaves again under the same keys.

            The copy knows nothing of what came after it: a `$forget` of a file is read again, one by `journey customer forget`, or of a service
            that brought its events by `journey ingest`, is gone with the store. So keep the ids of those who ask to be forgotten for as long as
            you keep copies, outside of the store; `journey audit` of the lost one, where it can still be read, tells when somebody was
            forgotten. Before the scheduler is started on the copy: `journey pause --all --store FILE`, so that nothing leaves, then `journey
            customer forget ID --store FILE` for each; start it, and `journey resume --all` once `journey status` shows that they are forgotten.
            """,
        positionals: [.init(name: "FILE", help: "where the copy goes")],
        options: [
            .value("store", "FILE", "the store", isRequired: true),
            .flag("force", "put the copy in the place of a file that is there"),
            .flag("json", "one JSON object"),
        ],
        examples: [
            .init("journey backup shop-2026-11-23.db --store shop.db", "a copy, taken and checked"),
            .init("journey backup shop.bak --store shop.db --force", "the same every night, over the one of the night before"),
        ])

    struct Refused: Error, CustomStringConvertible {
        var description: String
    }

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: which store to copy") }
        let target = arguments.positional("FILE") ?? ""
        try SQLiteStore.look(at: path, mayBeMissing: false)
        try refuse(target, store: path, force: arguments.has("force"))
        let partial = target + ".partial"
        remove(partial)
        do {
            try copy(path, to: partial)
            guard rename(partial, target) == 0 else { throw failure("put the copy in its place", target) }
            try synchronize(URL(fileURLWithPath: target).deletingLastPathComponent().path)
        } catch {
            remove(partial)
            throw error
        }
        let bytes = (try? FileManager.default.attributesOfItem(atPath: target)[.size] as? NSNumber)?.int64Value ?? 0
        if arguments.has("json") {
            put("{\"file\":\(JSONText.quoted(target)),\"bytes\":\(bytes)}\n")
        } else {
            put("copied to \(printable(target)), \(grouped(bytes)) bytes, and checked\n")
        }
        return .success
    }

    private static func copy(_ path: String, to partial: String) throws {
        let backup = try StoreBackup(of: path, to: partial)
        defer { backup.close() }
        while try backup.step() {}
        let found = try backup.check()
        guard found.isEmpty else {
            throw Refused(
                description: "the copy is not sound (\(found.prefix(3).joined(separator: "; "))), so that none was kept; "
                    + "`journey doctor --store \(path)` tells of the store itself")
        }
        backup.close()
        try synchronize(partial)
    }

    /// Nothing that is there is lost by accident, and no log of another store comes to stand beside the copy.
    private static func refuse(_ target: String, store path: String, force: Bool) throws {
        let same = URL(fileURLWithPath: target).resolvingSymlinksInPath().path == URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        if same { throw UsageError("`\(target)` is the store itself; name another file for the copy") }
        var status = stat()
        let folder = URL(fileURLWithPath: target).deletingLastPathComponent().relativePath
        if stat(folder, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR {
            throw Refused(description: "there is no folder `\(folder)` to put the copy into")
        }
        if stat(target, &status) == 0 {
            if status.st_mode & S_IFMT != S_IFREG { throw Refused(description: "`\(target)` is no file; name one for the copy") }
            if !force { throw Refused(description: "`\(target)` is there already; `--force` puts the copy in its place") }
        }
        if stat(target + "-wal", &status) == 0, status.st_size > 0 {
            throw Refused(description: "`\(target)` is in use: there is a `\(target)-wal` beside it; name another file for the copy")
        }
    }

    private static func remove(_ partial: String) {
        for ending in ["", "-wal", "-shm", "-journal"] { unlink(partial + ending) }
    }

    private static func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open the copy", path) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0, errno != EINVAL { throw failure("bring the copy to the disk", path) }
    }

    private static func failure(_ doing: String, _ path: String) -> Refused {
        Refused(description: "cannot \(doing), `\(path)`: \(String(cString: strerror(errno)))")
    }
}
