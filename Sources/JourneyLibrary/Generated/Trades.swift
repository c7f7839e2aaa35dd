// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let trades: [[LibraryFolder]] = [beauty, cars, consumerGoods, education, fashion, finance, furniture, localServices, retail, saas, travel]
}
