import Foundation
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// `journey doctor`: whether a store is what it promises to be.
enum DoctorCommand: Subcommand {
    static let command = Command(
        name: "doctor", summary: "look a store over: is anybody stuck, does everything agree",
        discussion: """
            Reads the whole store and changes nothing; a scheduler may be running on it. Everybody in a journey must wait for a timer that is
            there, for an event, or be held; figures kept twice must agree; everything must decode. Ends with 1 where something is found.
            """,
        options: [
            .value("store", "FILE", "the store", isRequired: true),
            .flag("json", "one JSON object"),
        ],
        examples: [
            .init("journey doctor --store shop.db", "what is wrong, and what to do about it"),
            .init("journey doctor --store shop.db --json | jq .findings", "for a program"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: which store to look over") }
        try SQLiteStore.look(at: path, mayBeMissing: false)
        var report = DoctorReport()
        let faults = try damage(path)
        if faults.isEmpty {
            let store = try SQLiteStore.existing(at: path, access: .reader)
            defer { store.close() }
            do {
                let doctor = try Doctor(store)
                report.findings = try doctor.examine(fileSize: fileSize)
                report.extent = doctor.extent
            } catch StoreError.damaged(let what) {
                report.findings.append(DoctorFinding(.file, [what]))
            }
        } else {
            report.findings.append(DoctorFinding(.file, faults))
        }
        report.isRunning = SchedulerLock.holder(ofStore: path) != nil
        put(arguments.has("json") ? report.json + "\n" : report.text(ink: terminal.output))
        return report.isSound ? .success : .problems
    }

    /// What SQLite says of the file, also where it is too damaged to be opened as a store.
    private static func damage(_ path: String) throws -> [String] {
        do { return try SQLiteStore.quickCheck(path: path, isWhole: true) } catch StoreError.damaged(let what) { return [what] }
    }

    /// The size of a followed file that is still the one that was read.
    private static func fileSize(_ source: String, _ identity: String) -> UInt64? {
        var status = stat()
        guard !SourceArgument.isCompressed(source), stat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG, "\(status.st_dev):\(status.st_ino)" == identity else { return nil }
        return UInt64(clamping: status.st_size)
    }
}

/// What the doctor says.
struct DoctorReport {
    var findings: [DoctorFinding] = []
    var extent = Doctor.Extent()
    var isRunning = false

    var isSound: Bool { findings.allSatisfy { $0.check.isNote || (isRunning && $0.check == .sending) } }

    func text(ink: Ink) -> String {
        var text = ""
        // With a channel right now, while a scheduler runs.
        for finding in findings where !(isRunning && finding.check == .sending) {
            let tone: Ink.Tone = finding.check.isNote ? .yellow : .red
            text += ink(tone, finding.check.isNote ? "note" : "problem") + ": " + finding.check.meaning
            text += finding.count == 1 ? "\n" : " (\(grouped(Int64(finding.count))) times)\n"
            for place in finding.places { text += "  \(printable(place))\n" }
            if finding.count > finding.places.count { text += "  … and \(grouped(Int64(finding.count - finding.places.count))) more\n" }
            text += ink(.dim, "  to do: \(finding.check.mend)") + "\n\n"
        }
        let seen = [
            counted(Int64(extent.customers), "customer"), counted(Int64(extent.enrollments), "enrollment"),
            counted(Int64(extent.timers), "timer"), counted(Int64(extent.messages), "message"), counted(Int64(extent.decisions), "decision"),
        ]
        return text + (isSound ? ink(.green, "nothing is wrong") : ink(.red, "something is wrong")) + ": looked at "
            + seen.joined(separator: ", ") + "\n"
    }

    var json: String {
        let found = findings.map { finding in
            "{\"check\":\(JSONText.quoted(finding.check.rawValue)),\"note\":\(finding.check.isNote),\"count\":\(finding.count),"
                + "\"meaning\":\(JSONText.quoted(finding.check.meaning)),\"to_do\":\(JSONText.quoted(finding.check.mend)),"
                + "\"places\":[\(finding.places.map(JSONText.quoted).joined(separator: ","))]}"
        }
        return "{\"sound\":\(isSound),\"looked_at\":{\"customers\":\(extent.customers),\"enrollments\":\(extent.enrollments),"
            + "\"watches\":\(extent.watches),\"timers\":\(extent.timers),\"messages\":\(extent.messages),\"decisions\":\(extent.decisions)},"
            + "\"findings\":[\(found.joined(separator: ","))]}"
    }
}

extension DoctorFinding {
    fileprivate init(_ check: DoctorCheck, _ places: [String]) {
        self.init(check: check, count: places.count, places: Array(places.prefix(5)))
    }
}
