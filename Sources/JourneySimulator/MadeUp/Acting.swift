import JourneyCompiler
import JourneyModel

/// Turns deeds into the events that they are: their names and properties.
struct Acting {
    let repertoire: Repertoire
    let terms: MadeUpTerms

    /// The events of a deed, in order, each with its properties as JSON without braces.
    func perform(_ deed: Deed, by character: Character, _ emit: (_ name: String, _ after: Microseconds, _ properties: [UInt8]) -> Void) {
        switch deed.what {
        case .joins: join(character, emit)
        case .withdraws(let purpose): emit("$consent", 0, consent(purpose, isGranted: false))
        case .isSuppressed: emit("$suppress", 0, json([("reason", .text("complained"))]))
        case .sets(let attribute, let value):
            var numbers = SeededNumbers(deed.story.seed, 3)
            let new = value ?? repertoire.paletteOf[attribute].map { draw($0, &numbers, deed.story) } ?? .unknown
            emit("$set", 0, json([(attribute, new)]))
        case .does(let event, let condition, let same):
            guard repertoire.events.indices.contains(event) else { return }
            emit(repertoire.events[event].name, 0, json(properties(of: event, condition, same, deed, character).members))
        }
    }

    // MARK: Becoming known

    private func join(_ character: Character, _ emit: (String, Microseconds, [UInt8]) -> Void) {
        var numbers = SeededNumbers(character.seed, 4)
        var members: [(name: String, value: Value)] = []
        if let zone = character.zoneName { members.append(("timezone", .text(zone))) }
        for field in repertoire.attributes where numbers.chance(93) { members.append((field.name, attribute(field.name, of: character))) }
        for address in repertoire.addresses where numbers.chance(88) {
            members.append((address.attribute, .text(text(of: address, character.number))))
        }
        if !members.isEmpty { emit("$set", 0, json(members)) }
        for purpose in repertoire.purposes {
            let draw = numbers.below(100)
            if draw < purpose.percent { emit("$consent", .second, consent(purpose.name, isGranted: true)) }
            if draw > 95 { emit("$consent", .second, consent(purpose.name, isGranted: false)) }
        }
        for tag in repertoire.tags where numbers.chance(tag.percent) { emit("$tag", 2 * .second, json([("tag", .text(tag.name))])) }
    }

    /// Numbers and domains that nobody has.
    private func text(of address: (attribute: String, form: AddressForm), _ number: Int) -> String {
        let digits = String(number + 10_000_000).dropFirst()
        return switch address.form {
        case .phone(let country): "+\(country ?? "1")555\(digits)"
        case .email: "\(MadeUpTerms.name(of: number))@example.com"
        case .any: "\(address.attribute)-\(number + 1)"
        }
    }

    private func consent(_ purpose: String, isGranted: Bool) -> [UInt8] {
        json([("purpose", .text(purpose)), ("granted", .boolean(isGranted)), ("source", .text("made up"))])
    }

    /// What the customer brought; what it became since is not followed.
    private func attribute(_ name: String, of character: Character) -> Value {
        guard let place = repertoire.paletteOf[name] else { return .unknown }
        var numbers = SeededNumbers(character.seed, 5, UInt64(place))
        return draw(place, &numbers, Story(seed: 0, since: terms.start))
    }

    // MARK: Events

    private func properties(
        of event: Int, _ condition: Formula?, _ same: String?, _ deed: Deed, _ character: Character
    ) -> Properties {
        var numbers = SeededNumbers(deed.story.seed, 6, UInt64(bitPattern: deed.at.microseconds))
        let opening = openingProperties(deed.story, character)
        var properties = Properties()
        for field in repertoire.events[event].fields {
            // A story is about one thing, as a rule.
            if numbers.chance(88) {
                properties[field.name] = value(field.name, in: deed.story, opening)
            } else {
                properties[field.name] = draw(field.palette, &numbers, deed.story)
            }
        }
        if let same { properties[same] = value(same, in: deed.story, opening) }
        if let condition, numbers.chance(85) {
            grant(condition, &properties, SeededNumbers(deed.story.seed, 7), opening, deed.story, character)
        } else if numbers.chance(15), let left = numbers.pick(repertoire.events[event].fields) {
            properties[left.name] = .unknown
        }
        return properties
    }

    /// The values that the story's first event was given for its condition's sake.
    private func openingProperties(_ story: Story, _ character: Character) -> Properties {
        var properties = Properties()
        guard let opening = story.opening else { return properties }
        opening.forEachPart { part in
            if case .property(let name) = part { properties[name] = value(name, in: story, Properties()) }
        }
        grant(opening, &properties, SeededNumbers(story.seed, 7), Properties(), story, character)
        return properties
    }

    private func grant(
        _ condition: Formula, _ properties: inout Properties, _ numbers: SeededNumbers, _ opening: Properties, _ story: Story,
        _ character: Character
    ) {
        var wishes = Wishes(
            palettes: { name in repertoire.paletteOf[name].map { repertoire.palettes[$0] } },
            known: { formula in
                switch formula {
                case .triggerProperty(let name): value(name, in: story, opening)
                case .attribute(let name): attribute(name, of: character)
                default: .unknown
                }
            }, numbers: numbers)
        wishes.grant(condition, &properties)
    }

    private func value(_ name: String, in story: Story, _ opening: Properties) -> Value {
        if opening[name] != .unknown { return opening[name] }
        guard let place = repertoire.paletteOf[name] else { return .unknown }
        var numbers = SeededNumbers(story.seed, 8, UInt64(place))
        return draw(place, &numbers, story)
    }

    private func draw(_ palette: Int, _ numbers: inout SeededNumbers, _ story: Story) -> Value {
        let today = Int(story.since.microseconds / .day)
        return repertoire.palettes[palette].draw(&numbers, today: today, span: max(terms.startDay + terms.days - today, 1))
    }

    private func json(_ members: [(name: String, value: Value)]) -> [UInt8] {
        var out: [UInt8] = []
        for (name, value) in members where value != .unknown {
            if !out.isEmpty { out.append(UInt8(ascii: ",")) }
            JSONText.append(name, to: &out)
            out.append(UInt8(ascii: ":"))
            value.appendJSON(to: &out)
        }
        return out
    }
}
