import JourneyCompiler
import JourneyLanguage
import JourneyLibrary
import JourneyModel

// The events of a workload, in the order of time, before anything is taken out.
extension Workload {
    func makeEvents(_ swarm: Swarm) -> [MadeUpEvent] {
        let count = (swarm.events.last ?? -1) + 1
        let whole = max(count, Swarm(seed: swarm.seed).events.count)
        var events = swarm.isShipped ? shippedEvents(swarm, whole) : nil
        if events == nil {
            var made = RandomEvents(random: swarm.numbers(for: .events))
            events = made.inOrder(count: whole, people: Swarm(seed: swarm.seed).customers, from: start)
        }
        return move(put(extrasInto: events ?? [], swarm), swarm).map { event in
            guard let number = Int(event.customer.dropFirst()), number >= swarm.customers else { return event }
            var event = event
            event.customer = "c\(number % max(swarm.customers, 1))"
            return event
        }
    }

    /// More of them move to where clocks change than otherwise.
    private func move(_ events: [MadeUpEvent], _ swarm: Swarm) -> [MadeUpEvent] {
        guard swarm.has(.clockGaps) else { return events }
        var random = swarm.numbers(for: .gaps)
        let soon = Self.zones.filter { name in Zone.named(name).map { $0.offset(at: start) != $0.offset(at: start + 14 * .day) } ?? false }
        return events.enumerated().map { index, event in
            let (moves, zone) = (random.chance(15), random.pick(random.chance(80) && !soon.isEmpty ? soon : Self.zones))
            guard moves else { return event }
            return MadeUpEvent(at: event.at, customer: event.customer, name: "$set", properties: "{\"timezone\":\"\(zone)\",\"i\":\(index)}")
        }
    }

    /// Some events give way to others that are about the customer: where they live, who they are, whether they want to hear of us.
    private func put(extrasInto events: [MadeUpEvent], _ swarm: Swarm) -> [MadeUpEvent] {
        var random = swarm.numbers(for: .extras)
        return events.enumerated().map { index, event in
            let other = "c\(random.below(max(swarm.customers, 1)))"
            let choice = random.below(100)
            let zone = random.pick(Self.zones)
            let channel = random.pick(["sms", "wecom", "email", ""])
            func become(_ name: String, _ properties: String) -> MadeUpEvent {
                MadeUpEvent(at: event.at, customer: event.customer, name: name, properties: "{\(properties),\"i\":\(index)}")
            }
            let named = channel.isEmpty ? "" : "\"channel\":\"\(channel)\","
            switch choice {
            case 0..<8 where swarm.has(.zones): return become("$set", "\"timezone\":\"\(zone)\"")
            case 8..<13 where swarm.has(.merges) && other != event.customer: return become("$identify", "\"same_as\":\"\(other)\"")
            case 13..<16 where swarm.has(.forgets): return become("$forget", "\"why\":1")
            case 16..<20 where swarm.has(.suppressions): return become("$suppress", named + "\"why\":1")
            case 20..<22 where swarm.has(.suppressions): return become("$suppress", named + "\"removed\":true")
            case 22..<24 where swarm.has(.suppressions): return become("$message", named + "\"status\":\"unsubscribed\"")
            case 24..<25 where swarm.has(.suppressions): return become("$reply", named + "\"text\":\"STOP\"")
            case 25..<33 where swarm.has(.suppressions): return become("$consent", "\"granted\":\(index % 3 != 0)")
            default: return event
            }
        }
    }

    // MARK: The library

    /// False where none of the chosen folders compiles alone.
    mutating func addShipped(_ swarm: Swarm) -> Bool {
        guard let (files, compiled) = Self.shipped(swarm) else { return false }
        let (parsed, _) = Self.compiled(files)
        programs.append((files.map(\.text).joined(separator: "\n"), parsed, compiled))
        for file in parsed {
            for case .coupon(let coupon) in file.program.items {
                guard coupon.rules.contains(where: { if case .codesFrom = $0.kind { true } else { false } }) else { continue }
                codes[coupon.name.text] = (0..<40).map { "\(coupon.name.text)-\($0)" }
            }
        }
        return true
    }

    private static func shipped(_ swarm: Swarm) -> (files: [(path: String, text: String)], compiled: CompiledWorkspace)? {
        var random = swarm.numbers(for: .program)
        let folder = random.pick(Library.folders)
        let files = folder.englishFiles.filter { $0.path.hasSuffix(".journey") }.map { (path: $0.path, text: $0.text) }
        let compiled = Self.compiled(files).compiled
        return compiled.hasErrors || compiled.machines.isEmpty ? nil : (files, compiled)
    }

    /// What the tests of the journeys know of: nil where they have none.
    private func shippedEvents(_ swarm: Swarm, _ count: Int) -> [MadeUpEvent]? {
        let kinds = (programs.first?.compiled.tests ?? []).flatMap(\.events)
        let people = (programs.first?.compiled.tests ?? []).flatMap(\.customers).filter { !$0.attributes.isEmpty }
        guard !kinds.isEmpty else { return nil }
        var random = swarm.numbers(for: .events)
        let customers = Swarm(seed: swarm.seed).customers
        var at = start
        return (0..<count).map { index in
            at = at + random.pick([0, 0, 1, 2, 10, 60, 300, 1_440]) * .minute
            let customer = "c\(random.below(customers))"
            if random.chance(15), !people.isEmpty {
                let person = random.pick(people)
                return MadeUpEvent(at: at, customer: customer, name: "$set", properties: Self.json(person.attributes, index))
            }
            if random.chance(5) {
                return MadeUpEvent(at: at, customer: customer, name: "$consent", properties: "{\"granted\":true,\"i\":\(index)}")
            }
            let kind = random.pick(kinds)
            return MadeUpEvent(at: at, customer: customer, name: kind.name, properties: Self.json(kind.properties, index))
        }
    }

    private static func json(_ members: [(name: String, value: Value)], _ index: Int) -> String {
        var bytes: [UInt8] = []
        for (name, value) in members {
            JSONText.append(name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            value.appendJSON(to: &bytes)
            bytes.append(UInt8(ascii: ","))
        }
        return "{" + String(decoding: bytes, as: UTF8.self) + "\"i\":\(index)}"
    }
}
