import JourneyModel

// Refused merges and forgetting. Here everything is erased with the commit.
extension MemoryStore {
    public func note(_ refused: RefusedMerge) throws {
        try requireTransaction("noting a refused merge")
        var refused = refused
        if !refused.customer.utf8.lexicographicallyPrecedes(refused.other.utf8) { swap(&refused.customer, &refused.other) }
        if let known = small.refused.firstIndex(where: { $0.customer == refused.customer && $0.other == refused.other }) {
            refused.count = small.refused.remove(at: known).count + 1
        }
        small.refused.append(refused)
    }

    public func removeRefusedMerges(among ids: [String]) throws {
        try requireTransaction("deleting a refused merge")
        small.refused.removeAll { ids.contains($0.customer) && ids.contains($0.other) }
    }

    public func refusedMerges(limit: Int) throws -> [RefusedMerge] {
        Array(
            small.refused.sorted { ($1.at, $0.customer, $0.other) < ($0.at, $1.customer, $1.other) }.prefix(limit))
    }

    public func forget(_ forgetting: Forgetting) throws {
        try requireTransaction("forgetting a person")
        var partners: Set<String> = []
        for refused in small.refused {
            if forgetting.ids.contains(refused.customer) { partners.insert(refused.other) }
            if forgetting.ids.contains(refused.other) { partners.insert(refused.customer) }
        }
        small.refused.removeAll { forgetting.ids.contains($0.customer) || forgetting.ids.contains($0.other) }
        for id in forgetting.ids {
            outbox.forget(id)
            for index in small.commands.indices {
                small.commands[index].arguments = small.commands[index].arguments.replacing(
                    JSONText.quoted(id), with: JSONText.quoted("(forgotten)"))
                small.commands[index].result = small.commands[index].result.replacing("`\(id)`", with: "`(forgotten)`")
            }
        }
        for key in forgetting.keys { small.forgotten[key] = forgetting.at }
        small.forgettings.append((forgetting, partners: partners.subtracting(forgetting.ids).sorted()))
    }

    public func forgotten() throws -> [(key: UInt64, at: Timestamp)] {
        small.forgotten.sorted { $0.key < $1.key }.map { (key: $0.key, at: $0.value) }
    }

    public func forgettings() throws -> [Forgetting] { [] }

    public func eraseSlice() throws -> Bool { false }

    /// Whether a record is about to be erased.
    func isErasing(_ record: PackedRecord) -> Bool {
        small.forgettings.contains { forgetting, _ in
            record.at <= forgetting.at && forgetting.ids.contains { $0.utf8.elementsEqual(record.customer) }
        }
    }
}
