import JourneyModel

// What a compiled journey says of itself in English, as the other tongue writes it: for those who are told why something happened.

/// A condition on one line; the same text where it is none, or where the tongue is English.
public func spelled(condition english: String, in language: Language) -> String {
    guard language != .english else { return english }
    let file = parse(SourceText(name: "", bytes: Array("when x for customers where \(english) stop".utf8)))
    guard !file.hasErrors, case .rule(let rule)? = file.program.items.first, case .audience(let condition)? = rule.headers.first?.kind
    else { return english }
    return unbroken(writer(of: file, language).condition(condition))
}

/// A trigger without `when`, on one line; the same text where it is none, or where the tongue is English.
public func spelled(trigger english: String, in language: Language) -> String {
    guard language != .english else { return english }
    let file = parse(SourceText(name: "", bytes: Array("when \(english) stop".utf8)))
    guard !file.hasErrors, case .rule(let rule)? = file.program.items.first else { return english }
    let writer = writer(of: file, language)
    return unbroken(writer.words(writer.parts(rule.trigger).map(\.text)))
}

/// `2h`, `2小时`.
public func spelled(duration: Microseconds, in language: Language) -> String {
    Writer(language: language, names: .asWritten).duration(duration)
}

private func writer(of file: ParsedFile, _ language: Language) -> Writer {
    Writer(language: language, names: NameTranslation([file.program], to: nil), source: file.source)
}
