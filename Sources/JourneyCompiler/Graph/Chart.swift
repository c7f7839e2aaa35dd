import JourneyLanguage

/// A journey as a picture shows it: cards and arrows, in words for people.
///
/// Layout and drawing see nothing but this; what a machine can hold comes in where the chart is made of it.
struct Chart {
    struct Node {
        enum Kind {
            case trigger, message, wait, date, question, tag, change, gift, split, loop, record, link, stop, end
        }

        /// The state it shows, `send#1`; no two alike.
        var name: String
        var kind: Kind
        /// The verb that stands small above the title.
        var verb: String = ""
        var title: String = ""
        var details: [String] = []
        /// Channels in the order in which they are tried.
        var chips: [String] = []
    }

    struct Edge {
        enum Tone {
            case plain, yes, no, arm
        }

        /// Indices of nodes; an edge may lead back.
        var from: Int
        var to: Int
        var label: String = ""
        var tone: Tone = .plain
    }

    /// What holds for the whole journey and stands beside it.
    struct Fact {
        enum Kind {
            case goal, exit, again, dates, rollOut, holdOut, expires, transactional, priority, owner
        }

        var kind: Kind
        var heading: String
        var text: String
    }

    var name: String
    var title: String
    /// The first is the trigger.
    var nodes: [Node] = []
    var edges: [Edge] = []
    var facts: [Fact] = []
    var language: Language
}
