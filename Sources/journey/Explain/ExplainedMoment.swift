import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel

/// One thing that is told of a person in a journey.
struct ExplainedMoment {
    var at: Timestamp
    /// `entered`, `refused`, `branched`: for programs.
    var what: String
    var step = ""
    /// Another id of the person, under which it happened before the two were joined.
    var alias = ""
    var words: Bilingual
    /// Which parts of a condition decided it.
    var parts: [DecidingPart] = []
    /// What else a program may want, by name.
    var facts: [(name: String, value: Value)] = []
    /// The same of what is no plain value.
    var more: [(name: String, json: String)] = []
}

/// What is told of a person and one journey.
struct ExplainedJourney {
    var journey: String
    var title: String
    /// `inside`, `held`, `watched`, `finished`, `left`, `refused`, `never`.
    var status: String
    /// How things stand, and where nobody ever entered, why.
    var words: [Bilingual]
    var moments: [ExplainedMoment]
}

extension ExplainedMoment {
    func json(_ language: Language) -> String {
        var members = [
            "\"at\":\"\(at.rfc3339)\"", "\"what\":\(JSONText.quoted(what))", "\"step\":\(JSONText.quoted(step))",
        ]
        if !alias.isEmpty { members.append("\"id\":\(JSONText.quoted(alias))") }
        for fact in facts { members.append("\(JSONText.quoted(fact.name)):\(fact.value.json)") }
        for fact in more { members.append("\(JSONText.quoted(fact.name)):\(fact.json)") }
        if !parts.isEmpty { members.append("\"because\":[\(parts.map { $0.json }.joined(separator: ","))]") }
        members.append("\"words\":\(JSONText.quoted(words[language]))")
        return "{\(members.joined(separator: ","))}"
    }
}

extension ExplainedJourney {
    /// `{"journey","title","status","words":[…],"moments":[{"at","what","step",…,"because":[{"condition","holds","values":{}}],"words"}]}`.
    func json(_ language: Language) -> String {
        "{\"journey\":\(JSONText.quoted(journey)),\"title\":\(JSONText.quoted(title)),\"status\":\(JSONText.quoted(status)),"
            + "\"words\":[\(words.map { JSONText.quoted($0[language]) }.joined(separator: ","))],"
            + "\"moments\":[\(moments.map { $0.json(language) }.joined(separator: ","))]}"
    }
}

extension DecidingPart {
    fileprivate var json: String {
        let values = readings.map { "\(JSONText.quoted($0.of.counted.text(inEvent: true))):\($0.value.json)" }
        return "{\"condition\":\(JSONText.quoted(condition.text(inEvent: true))),\"holds\":\(holds),\"values\":{\(values.joined(separator: ","))}}"
    }
}

extension DecidingPart {
    /// `tier was silver, so not `tier is "gold"``.
    /// - Parameter inEvent: bare names are properties of an event.
    func words(inEvent: Bool = false) -> Bilingual {
        let text = condition.text(inEvent: inEvent)
        let names = readings.map { ($0.of.counted.text(inEvent: inEvent), $0.value) }
        let chinese = "`\(spelled(condition: text, in: .chinese))`" + (holds ? "成立" : "不成立")
        guard !readings.isEmpty else { return Bilingual((holds ? "" : "not ") + "`\(text)`", chinese) }
        let was = names.map { "\($0.0) was \($0.1 == .unknown ? "unknown" : $0.1.text)" }.joined(separator: " and ")
        let wasChinese = names.map { name, value in
            let spelled = spelled(condition: name, in: .chinese)
            return value == .unknown ? "\(spelled) 未知" : "\(spelled) 为 \(value.text)"
        }.joined(separator: "，")
        return Bilingual("\(was), so \(holds ? "" : "not ")`\(text)`", "\(wasChinese)，因此 \(chinese)")
    }
}

extension Formula {
    /// How often something happened, where it was asked whether it did so many times.
    fileprivate var counted: Formula {
        guard case .history(var query) = self, query.measure == .atLeast else { return self }
        query.measure = .number
        return .history(query)
    }
}

extension Bilingual {
    /// With more behind it, where there is more.
    func followed(by more: Bilingual, _ english: String = ": ", _ chinese: String = "：") -> Bilingual {
        more.english.isEmpty ? self : Bilingual(self.english + english + more.english, self.chinese + chinese + more.chinese)
    }
}
