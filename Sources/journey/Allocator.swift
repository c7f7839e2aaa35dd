import Foundation

/// The C library's allocator, in a process that goes on for months.
enum Allocator {
    private static let arenas: Int32 = 2
    private static let largestKept: Int32 = 1 << 20
    private static let mostUnused: Int32 = 4 << 20

    /// Keeps what it holds beside what is in use small and the same.
    ///
    /// Left alone it gives each thread that finds the others busy a heap of its own, eight for each core at most, and what one thread
    /// frees no other gets. And each large block that is given back raises the size from which on blocks go back to the system: those of
    /// a fold would stay from then on, in whichever heap they were. A scheduler whose data have long ceased to grow thus holds half as
    /// much again after some hours, a step at a time.
    static func settle() {
        #if canImport(Glibc)
            mallopt(M_ARENA_MAX, arenas)
            mallopt(M_MMAP_THRESHOLD, largestKept)
            mallopt(M_TRIM_THRESHOLD, mostUnused)
        #endif
    }
}
