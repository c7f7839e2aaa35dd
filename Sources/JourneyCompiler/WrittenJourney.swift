import JourneyLanguage

/// A journey or rule as it stands in its file, with what the checks find out from its text alone.
///
/// That is gathered journey by journey, before anything else is looked at: a tree that has just been read is still near the processor,
/// and each check that walks all trees of a workspace once more brings them in again.
final class WrittenJourney {
    /// The file's index.
    let file: Int
    /// A top-level `when`, named after its file.
    let isRule: Bool
    let syntax: Journey
    /// Every step with those in its blocks, in the order of the text, those that nothing leads to among them.
    let steps: [Step]
    /// What kinds of steps there are.
    let verbs: Step.Verbs
    /// What is constant in its conditions.
    let verdicts: [ConstantCondition.Verdict]
    /// Names in its conditions that may be meant as texts.
    let bareWords: [BareWord.Candidate]
    /// Nil where another journey bears its name.
    var name: String?

    private init(file: Int, isRule: Bool, _ syntax: Journey) {
        self.file = file
        self.isRule = isRule
        var steps: [Step] = []
        steps.reserveCapacity(syntax.steps.count + 4)
        var verbs: Step.Verbs = []
        syntax.steps.gather(into: &steps, &verbs)
        self.steps = steps
        self.verbs = verbs
        var conditions: [Expression] = []
        conditions.reserveCapacity(8)
        syntax.gatherConditions(into: &conditions)
        verdicts = conditions.flatMap(ConstantCondition.verdicts)
        bareWords = conditions.flatMap(BareWord.candidates)
        self.syntax = syntax
    }

    /// In the order of the files and their text.
    static func all(of programs: [Program]) -> [WrittenJourney] {
        var found: [WrittenJourney] = []
        for (file, program) in programs.enumerated() {
            for item in program.items {
                switch item {
                case .rule(let journey): found.append(WrittenJourney(file: file, isRule: true, journey))
                case .journey(let journey): found.append(WrittenJourney(file: file, isRule: false, journey))
                case .event, .customer, .audience, .message, .coupon, .channel, .policy, .calendar, .test: break
                }
            }
        }
        return found
    }
}

extension Step {
    /// Kinds of steps that some check looks for; most journeys have few of them, and a check of the others need not look at all.
    struct Verbs: OptionSet {
        let rawValue: Int

        static let branch = Verbs(rawValue: 1)
        static let split = Verbs(rawValue: 2)
        static let repeats = Verbs(rawValue: 4)
        static let give = Verbs(rawValue: 8)
        static let waitUntil = Verbs(rawValue: 16)
        static let start = Verbs(rawValue: 32)
        static let record = Verbs(rawValue: 64)
    }

    fileprivate var verb: Verbs {
        switch kind {
        case .branch: .branch
        case .split: .split
        case .repeats: .repeats
        case .give: .give
        case .waitUntil: .waitUntil
        case .start: .start
        case .record: .record
        case .send, .wait, .waitFor, .set, .add, .tag, .untag, .leave, .stop, .label: []
        }
    }
}

extension [Step] {
    fileprivate func gather(into steps: inout [Step], _ verbs: inout Step.Verbs) {
        for step in self {
            steps.append(step)
            verbs.formUnion(step.verb)
            step.forEachBlock { $0.gather(into: &steps, &verbs) }
        }
    }
}
