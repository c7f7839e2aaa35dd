// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let trades: [[LibraryFolder]] = [beauty, consumerGoods, fashion, furniture, retail]
}
