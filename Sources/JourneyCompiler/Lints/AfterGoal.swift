import JourneyLanguage
import JourneyModel

/// A message that leaves, on every way to it, when the goal's window is over: what it brings is never counted.
struct AfterGoal: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys {
            guard let goal = journey.machine.goal, journey.waited > goal.within else { continue }
            let times = journey.earliest(byItself: false)
            for sent in journey.sends {
                guard let time = times[sent.state], time > goal.within else { continue }
                workspace.report(
                    .afterGoal(sent.send.content, after: durationText(time), goal: durationText(goal.within)), at: sent.step.range, in: journey)
                break
            }
        }
    }
}
