import JourneyModel
import JourneySimulator

/// What `simulate` is told about people who are made up.
struct MadeUpArguments {
    var terms: MadeUpTerms
    /// Nil where nothing was said of them.
    var reactions: Reactions?
    /// Where the events are kept.
    var path: String?

    static let options: [Command.Option] = [
        .value("customers", "N", "make up so many customers instead, and what they do"),
        .value("days", "D", "made-up customers live for so many days (30)"),
        .value("seed", "S", "other made-up customers for every number (1)"),
        .value("start", "DATE", "their first day (\(CivilDate(days: MadeUpTerms.usualStartDay).text))"),
        .value("reactions", "SHARES", "what they make of messages (\(Reactions.usual))"),
        .value("write-events", "FILE", "keep the made-up events as JSON Lines, for --events"),
    ]

    /// Nil where the events are recorded ones.
    init?(_ arguments: Arguments) throws(UsageError) {
        guard arguments.has("customers") else {
            if let stray = Self.options.first(where: { arguments.has($0.name) }) {
                throw UsageError("`--\(stray.name)` goes with `--customers N`")
            }
            return nil
        }
        for other in ["events", "map", "rejects", "answers"] where arguments.has(other) {
            throw UsageError("`--customers` makes events up, `--\(other)` is for recorded ones: give one of them")
        }
        let customers = try arguments.integer("customers", in: 1...MadeUpTerms.mostCustomers) ?? 1
        let days = try arguments.integer("days", in: 1...MadeUpTerms.mostDays) ?? 30
        if customers * days > MadeUpTerms.mostCustomerDays {
            throw UsageError("\(customers) customers for \(days) days are too many: their product may be \(MadeUpTerms.mostCustomerDays)")
        }
        terms = MadeUpTerms(customers: customers, days: days)
        if let text = arguments.value("seed") {
            guard let seed = UInt64(text) else { throw UsageError("`--seed` takes a whole number from 0 to \(UInt64.max), not `\(text)`") }
            terms.seed = seed
        }
        if let text = arguments.value("start") {
            guard let date = CivilDate(text), (1970...2200).contains(date.year) else {
                throw UsageError("`--start` takes a date from 1970-01-01 to 2200-12-31, such as `2026-01-05`, not `\(text)`")
            }
            terms.startDay = date.days
        }
        if let text = arguments.value("reactions") {
            do throws(Reactions.Fault) { reactions = try Reactions(parsing: text) } catch {
                throw UsageError("`--reactions`: \(error.description)")
            }
        }
        path = arguments.value("write-events")
    }
}
