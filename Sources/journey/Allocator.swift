import Foundation

/// The C library's allocator, in a process that goes on for months.
enum Allocator {
    /// Names in `malloc.h`, which is part of no module.
    private enum Option: Int32 {
        case trimThreshold = -1, mapThreshold = -3, arenas = -8
    }

    private typealias Settings = @convention(c) (Int32, Int32) -> Int32

    /// Keeps what it holds beside what is in use small and the same.
    ///
    /// Left alone it gives each thread that finds the others busy a heap of its own, eight for each core at most, and what one thread
    /// frees no other gets. And each large block that is given back raises the size from which on blocks go back to the system: those of
    /// a fold would stay from then on, in whichever heap they were. A scheduler whose data have long ceased to grow thus holds half as
    /// much again after some hours, a step at a time.
    static func settle() {
        // Other C libraries have none of this.
        guard let address = dlsym(nil, "mallopt") else { return }
        let set = unsafeBitCast(address, to: Settings.self)
        _ = set(Option.arenas.rawValue, 2)
        _ = set(Option.mapThreshold.rawValue, 1 << 20)
        _ = set(Option.trimThreshold.rawValue, 4 << 20)
    }
}
