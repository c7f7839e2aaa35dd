import JourneyModel

/// Makes the source that an argument of `--events` names.
public enum SourceArgument {
    /// `-` is standard input, a directory a spool, a named pipe a pipe, `*.gz` a compressed file, anything else a file that is
    /// followed (to its end only, when `isOnce`). `index`: of the source in the list of the intake. All are read ahead.
    public static func source(_ argument: String, index: Int, isOnce: Bool, map: ColumnMap = ColumnMap()) -> any EventSource {
        ReadAhead(plain(argument, index: index, isOnce: isOnce, map: map))
    }

    /// Positions in it count what it is when it is unpacked.
    public static func isCompressed(_ argument: String) -> Bool { argument.lowercased().hasSuffix(".gz") }

    private static func plain(_ argument: String, index: Int, isOnce: Bool, map: ColumnMap) -> any EventSource {
        let number = UInt32(truncatingIfNeeded: index)
        if argument == "-" {
            return StreamSource(standardInput: argument, source: number, format: map.columns.isEmpty ? .lines : .csv(map))
        }
        let format = EventFormat(name: argument, map: map)
        let status = FileStatus.of(argument)
        if status?.isDirectory == true {
            return SpoolDirectory(name: argument, path: argument, source: number, isOnce: isOnce, map: map)
        }
        if status?.isPipe == true {
            return StreamSource(name: argument, pipe: argument, source: number, isOnce: isOnce, format: format)
        }
        if isCompressed(argument) {
            return GzipFile(name: argument, path: argument, source: number, format: format)
        }
        return FollowedFile(name: argument, path: argument, source: number, isOnce: isOnce, format: format)
    }
}
