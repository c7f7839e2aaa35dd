/// Steps after a `stop`.
struct UnreachableStep: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys {
            for step in journey.unreachable { workspace.report(.unreachable(step.label), at: step.range, in: journey) }
        }
    }
}
