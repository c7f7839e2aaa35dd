import JourneyCompiler

extension Machine {
    /// What this journey asks for and this engine cannot do yet, in the words of the language; a journey with any must not run.
    public var unsupportedFeatures: [String] {
        var found: [String] = []
        forEachFormula { formula in
            formula.forEachPart { if case .link = $0, found.isEmpty { found.append("link") } }
        }
        return found
    }
}
