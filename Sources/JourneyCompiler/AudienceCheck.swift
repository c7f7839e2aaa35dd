import JourneyLanguage
import JourneyModel

/// Compiles the audiences of a workspace, each after those that it uses; one that comes back to itself is an error.
struct AudienceCheck {
    /// Audiences inside one another.
    static let deepest = 8
    /// Conditions of an audience and of those inside it, each as often as it is used: all of them may be looked at for one event.
    static let largest = 1_000

    private struct Compiled {
        var audience: Catalogue.Audience
        var range: SourceRange
        var findings: Findings
        var uses: [String]
        /// Parts of its own condition; with those of the audiences inside it, once they are measured.
        var size: Int
        /// Audiences inside one another, itself included.
        var depth = 1
    }

    func audiences(_ declared: [CatalogueCheck.Declared<AudienceDeclaration>], _ names: WorkspaceNames, _ uses: TypeUses)
        -> [Catalogue.Audience]
    {
        var compiled: [Compiled] = []
        var places: [String: Int] = [:]
        for item in declared {
            let context = CheckContext(findings: item.findings, names: names, uses: uses)
            let condition = Resolver(context, .audience).condition(item.syntax.condition)
            var used: [String] = []
            var parts = 0
            condition.forEachPart { part in
                parts += 1
                if case .inAudience(let name) = part { used.append(name) }
            }
            places[item.syntax.name.text] = compiled.count
            compiled.append(
                Compiled(
                    audience: .init(
                        name: item.syntax.name.text, also: item.syntax.also.map(\.text), title: item.syntax.title, condition: condition),
                    range: item.syntax.name.range, findings: item.findings, uses: used, size: parts))
        }
        return ordered(compiled, places)
    }

    /// Depth first, with a stack of its own: a chain of audiences may be long.
    private func ordered(_ compiled: [Compiled], _ places: [String: Int]) -> [Catalogue.Audience] {
        enum Visit { case new, open, done }
        var compiled = compiled
        var tooLarge: Int?
        var hasRing = false
        var visits = [Visit](repeating: .new, count: compiled.count)
        var result: [Catalogue.Audience] = []
        for root in compiled.indices where visits[root] == .new {
            var path: [(audience: Int, next: Int)] = [(root, 0)]
            visits[root] = .open
            while let (current, next) = path.last {
                guard next < compiled[current].uses.count else {
                    visits[current] = .done
                    if isTooLarge(current, &compiled, places), tooLarge == nil { tooLarge = current }
                    result.append(compiled[current].audience)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                guard let used = places[compiled[current].uses[next]] else { continue }
                switch visits[used] {
                case .new:
                    visits[used] = .open
                    path.append((used, 0))
                case .open:
                    hasRing = true
                    tell(of: used, path.map(\.audience), compiled)
                case .done: break
                }
            }
        }
        // Told once, of the innermost: with it the others may be mended. A ring has no size.
        if let tooLarge, !hasRing {
            let (audience, findings) = (compiled[tooLarge].audience, compiled[tooLarge].findings)
            findings.report(.audienceTooLarge(audience.name, Self.deepest, Self.largest), at: compiled[tooLarge].range)
        }
        return result
    }

    /// Whether the audience is too large, all that it uses being measured already; what uses it starts anew from there.
    private func isTooLarge(_ index: Int, _ compiled: inout [Compiled], _ places: [String: Int]) -> Bool {
        var audience = compiled[index]
        for used in audience.uses {
            guard let place = places[used] else { continue }
            audience.depth = max(audience.depth, compiled[place].depth + 1)
            // Each size is bounded, and so is their number.
            audience.size += compiled[place].size
        }
        let isTooLarge = audience.depth > Self.deepest || audience.size > Self.largest
        if isTooLarge { (audience.depth, audience.size) = (1, 1) }
        compiled[index] = audience
        return isTooLarge
    }

    private func tell(of start: Int, _ path: [Int], _ compiled: [Compiled]) {
        let ring = path.drop { $0 != start } + [start]
        let shown = Rings.text(ring.map { compiled[$0].audience.name })
        compiled[start].findings.report(.audienceCycle(shown), at: compiled[start].range)
    }
}
