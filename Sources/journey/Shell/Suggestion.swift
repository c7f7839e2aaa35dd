import JourneyLanguage

/// The name that was probably meant: the nearest one, where it is near enough to be a slip of the hand.
func suggestion(for written: String, among names: [String]) -> String? {
    let written = Array(written.lowercased().prefix(64).unicodeScalars)
    let allowed = max(1, written.count / 3)
    var best: (distance: Int, name: String)?
    for name in names {
        let limit = best.map { $0.distance - 1 } ?? allowed
        if let distance = alignmentDistance(written, Array(name.lowercased().unicodeScalars), atMost: limit) { best = (distance, name) }
    }
    if let best { return best.name }
    // A beginning that fits only one name is as good as a slip.
    let bare = written.drop { $0 == "-" }
    let begun = names.filter { $0.lowercased().unicodeScalars.starts(with: written) }
    return bare.count >= 2 && begun.count == 1 ? begun.first : nil
}
