import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel

/// How a person stands with a journey now, or at the end of what is told.
struct Standing {
    let explainer: Explainer
    let journey: String
    /// Nil where an earlier moment is told of: the journal alone says how things stood.
    let state: CustomerState?

    var words: Bilingual? { status.words }

    /// For programs, and in words.
    var status: (name: String, words: Bilingual?) {
        if let enrollment { return inside(enrollment) }
        if let held { return ("held", held) }
        if let watch { return ("watched", watched(since: watch.since, until: watch.until)) }
        let decisions = explainer.journal.decisions.filter { $0.journey == journey }
        // An entry that gave way to an earlier one of the same person is none.
        let merged = Set(decisions.filter { $0.action == .merged }.map(\.enrollment))
        let entries = decisions.filter { $0.action == .enter && !merged.contains($0.enrollment) }
        if let last = entries.last { return past(last, entries.count, decisions) }
        let refusals = decisions.filter { $0.action == .refuse }.count
        if refusals > 0 {
            return (
                "refused",
                Bilingual(
                    "never entered: what begins the journey came \(refusals == 1 ? "once" : "\(refusals) times"), and was refused each time",
                    "从未进入：触发了 \(refusals) 次，每次都未能进入")
            )
        }
        if decisions.contains(where: { $0.action == .cancel }) {
            return ("never", Bilingual("never entered: each watch was cancelled", "从未进入：每次观察都被取消"))
        }
        return ("never", nil)
    }

    private var time: SpokenTime { explainer.time }

    private func machine(_ number: UInt32) -> Machine? { explainer.versions.first { $0.identity.number == number }?.machine }

    /// Where the person is in the journey; one whose steps are over where there is no other.
    private var enrollment: Enrollment? {
        let mine = (state?.enrollments ?? []).filter { machine($0.version)?.name == journey }
        return mine.last { !$0.isFinished } ?? mine.last
    }

    private func inside(_ enrollment: Enrollment) -> (String, Bilingual?) {
        let since = time.text(enrollment.enteredAt)
        if enrollment.isFinished {
            let end = machine(enrollment.version)?.goal.map { time.text(enrollment.enteredAt + $0.within) } ?? ""
            return (
                "finished",
                Bilingual("entered at \(since) and went through; the goal still counts until \(end)", "\(since) 进入并已走完；目标计到 \(end)")
            )
        }
        let shadow = enrollment.isShadow ? Bilingual(" as held out", "（对照组）") : Bilingual("", "")
        guard let states = machine(enrollment.version)?.states, Int(enrollment.state) < states.count else {
            return ("inside", Bilingual("is inside since \(since)\(shadow.english)", "\(since) 起在旅程中\(shadow.chinese)"))
        }
        let place = states[Int(enrollment.state)]
        let due = enrollment.due.map { time.text($0) }
        return (
            "inside",
            Bilingual(
                "is inside since \(since)\(shadow.english), at \(place.label) (`\(place.title)`)" + (due.map { ", until \($0)" } ?? ""),
                "\(since) 起在旅程中\(shadow.chinese)，停在 \(place.label)（`\(place.title)`）" + (due.map { "，到 \($0)" } ?? ""))
        )
    }

    private var watch: (since: Timestamp, until: Timestamp)? {
        for memory in state?.triggers ?? [] {
            guard let watch = memory.watch, machine(memory.trigger)?.name == journey else { continue }
            return (watch.beganAt, watch.due)
        }
        return nil
    }

    /// An entry that waits for a paused journey to go on.
    private var held: Bilingual? {
        for memory in state?.triggers ?? [] where memory.isHeldEntry && machine(memory.heldTrigger)?.name == journey {
            guard let since = memory.watch?.beganAt else { continue }
            return Bilingual(
                "would have entered at \(time.text(since)); the journey is paused, and the entry is held until it goes on",
                "本应在 \(time.text(since)) 进入；旅程已暂停，进入被保留到恢复之后")
        }
        return nil
    }

    private func watched(since: Timestamp, until: Timestamp) -> Bilingual {
        Bilingual(
            "is being watched since \(time.text(since)); the journey begins at \(time.text(until)) unless something comes before",
            "\(time.text(since)) 起在观察中；如果没有别的事件，旅程在 \(time.text(until)) 开始")
    }

    private func past(_ last: Decision, _ count: Int, _ decisions: [Decision]) -> (String, Bilingual?) {
        let times = count == 1 ? Bilingual("entered once", "进入过一次") : Bilingual("entered \(count) times", "进入过 \(count) 次")
        let entry = time.text(last.at)
        let end = decisions.last { $0.enrollment == last.enrollment && [.finish, .stop, .exit, .fail, .goal].contains($0.action) }
        guard let end else {
            return ("inside", Bilingual("\(times.english), last at \(entry), and was still inside", "\(times.chinese)，最近一次 \(entry)，当时仍在旅程中"))
        }
        let what = Bilingual("\(times.english), last at \(entry), and is out since \(time.text(end.at))", "\(times.chinese)，最近一次 \(entry)，\(time.text(end.at)) 离开")
        return (end.action == .finish ? "finished" : "left", what)
    }
}
