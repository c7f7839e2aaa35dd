/// Steps after a `stop`.
struct UnreachableStep: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys {
            for dead in journey.unreachable { workspace.report(.unreachable(dead.label), at: dead.step.range, in: journey) }
        }
    }
}
