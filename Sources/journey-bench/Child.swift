import Foundation

/// This program in a process of its own, with the system's account of it.
struct Child {
    var code: Int32
    var output: String
    var peakKilobytes: Int
    /// Of all threads, in the system too.
    var cpuSeconds: Double

    /// - Parameter program: nil: this one.
    static func run(_ arguments: [String], program: String? = nil) throws -> Child {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw BenchError("cannot make a pipe", errno) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        var pointers: [UnsafeMutablePointer<CChar>?] = ([program ?? "journey-bench"] + arguments).map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var process: pid_t = 0
        let failed = posix_spawn(&process, program ?? "/proc/self/exe", &actions, nil, &pointers, environ)
        close(ends[1])
        defer { close(ends[0]) }
        guard failed == 0 else { throw BenchError("cannot start a measurement", failed) }
        let output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: false).readDataToEndOfFile()
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 && errno == EINTR {}
        let times = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }
        return Child(
            code: status, output: String(decoding: output, as: UTF8.self), peakKilobytes: Int(usage.ru_maxrss),
            cpuSeconds: times.reduce(0, +))
    }
}
