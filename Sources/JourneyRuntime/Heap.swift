/// A binary min-heap.
public struct Heap<Element: Comparable> {
    private var elements: [Element] = []

    public init() {}

    /// - Parameter sorted: in ascending order, which is a heap already.
    init(sorted: [Element]) { elements = sorted }

    public var first: Element? { elements.first }
    var count: Int { elements.count }
    /// In no order.
    var all: [Element] { elements }

    public mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard elements[child] < elements[parent] else { break }
            elements.swapAt(child, parent)
            child = parent
        }
    }

    @discardableResult
    public mutating func removeFirst() -> Element? {
        guard let last = elements.popLast() else { return nil }
        guard let first = elements.first else { return last }
        elements[0] = last
        var parent = 0
        while true {
            var child = parent * 2 + 1
            guard child < elements.count else { break }
            if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
            guard elements[child] < elements[parent] else { break }
            elements.swapAt(child, parent)
            parent = child
        }
        return first
    }

    /// The least `count` elements in order.
    func sortedPrefix(_ count: Int) -> [Element] { Array(elements.sorted().prefix(count)) }
}
