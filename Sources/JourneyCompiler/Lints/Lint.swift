/// Something that is most often a mistake though it compiles: one subject, one file; its findings are members of `Finding` with codes
/// from J1200 on.
///
/// A lint looks at the whole workspace and reports through it; it is called once, after all checks, whether there are errors or
/// not.
protocol Lint: Sendable {
    func look(_ workspace: CheckedWorkspace)
}

enum Lints {
    /// In the order they look; what they find is sorted by its place.
    static let all: [any Lint] = [
        AbsenceOfSame(), RepeatedChannel(), UnreachableStep(),
        RecordLoop(), StartOfItself(), ConstantCondition(), BareWord(), ReactionWindow(), RoundOverrun(), DateOver(),
        AdaptiveWithoutGoal(), EmptyShare(), GiveUndeclared(), GoalIsExit(), AfterGoal(), HoldOutWithoutGoal(), NoWayOut(), OnceByDefault(),
        MidnightSchedule(), Everybody(), QuietAlways(), QuietSchedule(), ConsentRule(), CapRule(), KeptTooShort(), ChannelsUndeclared(),
        SameHour(), UnknownPlaceholder(), SMSText(), TextLength(), ChannelContent(), TestOfOther(), MixedLanguages(), GuessedNames(),
    ]
}
