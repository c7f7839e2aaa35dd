/// Values by name, where there are most often few, as of the properties of an event: those are looked for one after the other,
/// which is sooner done than to hash a name.
struct FewNames<Value> {
    private static var few: Int { 8 }

    private var entries: [(name: String, value: Value)] = []
    /// The index of each entry, as soon as there are many.
    private var places: [String: Int] = [:]

    init(minimumCapacity: Int = 0) { entries.reserveCapacity(minimumCapacity) }

    /// So many more are to come.
    mutating func reserve(_ count: Int) {
        entries.reserveCapacity(entries.count + count)
        if entries.count + count > Self.few { places.reserveCapacity(entries.count + count) }
    }

    subscript(name: String) -> Value? { index(of: name).map { entries[$0].value } }

    /// The value that the name had, which stands; nil where it had none, and has this one now.
    mutating func add(_ value: @autoclosure () -> Value, _ name: String) -> Value? {
        if let index = index(of: name) { return entries[index].value }
        entries.append((name, value()))
        if entries.count > Self.few + 1 {
            places[name] = entries.count - 1
        } else if entries.count == Self.few + 1 {
            for (index, entry) in entries.enumerated() { places[entry.name] = index }
        }
        return nil
    }

    /// The name has this value from now on.
    mutating func set(_ value: Value, _ name: String) {
        if let index = index(of: name) { entries[index].value = value } else { _ = add(value, name) }
    }

    private func index(of name: String) -> Int? {
        if entries.count > Self.few { return places[name] }
        return entries.firstIndex { $0.name == name }
    }
}
