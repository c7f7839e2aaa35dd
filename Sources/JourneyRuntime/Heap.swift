/// A binary min-heap.
public struct Heap<Element: Comparable> {
    private var elements: [Element] = []

    public init() {}

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
        sink(0)
        return first
    }

    /// Lets an element down to where it belongs.
    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var child = parent * 2 + 1
            guard child < elements.count else { break }
            if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
            guard elements[child] < elements[parent] else { break }
            elements.swapAt(child, parent)
            parent = child
        }
    }

    /// Lets go of all but the least `count` elements, in linear time; gives the greatest of those.
    mutating func keepLeast(_ count: Int) -> Element? {
        guard count > 0 else {
            elements.removeAll()
            return nil
        }
        guard count < elements.count else { return elements.max() }
        var (low, high) = (0, elements.count - 1)
        while low < high {
            let pivot = median(elements[low], elements[(low + high) / 2], elements[high])
            var (i, j) = (low, high)
            while i <= j {
                while elements[i] < pivot { i += 1 }
                while pivot < elements[j] { j -= 1 }
                guard i <= j else { break }
                elements.swapAt(i, j)
                i += 1
                j -= 1
            }
            if count - 1 <= j { high = j } else if count - 1 >= i { low = i } else { break }
        }
        let greatest = elements[count - 1]
        elements.removeSubrange(count...)
        for parent in stride(from: count / 2 - 1, through: 0, by: -1) { sink(parent) }
        return greatest
    }

    private func median(_ a: Element, _ b: Element, _ c: Element) -> Element {
        let (low, high) = a < b ? (a, b) : (b, a)
        return c < low ? low : high < c ? high : c
    }
}
