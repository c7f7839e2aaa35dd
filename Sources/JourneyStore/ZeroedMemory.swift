import Glibc

/// Memory full of zeros, at the beginning of a cache line.
///
/// Where it is large the system gives each page when it is first touched, so that to make a table of many megabytes, or to let go of
/// it, takes no time to speak of: nothing waits for it. Of the largest the pages are huge where the system has such: to be given 4 KB at
/// a time costs several times as much as to fill them with zeros.
final class ZeroedMemory {
    private static let mapped = 1 << 16
    private static let hugePage = 2 << 20

    let base: UnsafeMutableRawPointer
    let count: Int
    private let isMapped: Bool

    init(count: Int) {
        self.count = count
        if count >= Self.mapped,
            let pages = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), pages != MAP_FAILED
        {
            base = pages
            isMapped = true
            // No more than a wish.
            if count >= 2 * Self.hugePage { madvise(pages, count, MADV_HUGEPAGE) }
        } else {
            base = .allocate(byteCount: max(count, 1), alignment: 64)
            base.initializeMemory(as: UInt8.self, repeating: 0, count: count)
            isMapped = false
        }
    }

    /// Zeros again: memory that is used anew is not asked of the system page by page.
    func clear() { memset(base, 0, count) }

    deinit { if isMapped { munmap(base, count) } else { base.deallocate() } }
}
