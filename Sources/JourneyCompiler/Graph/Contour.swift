/// How far a part of the picture reaches to the left and to the right in each layer, seen from the place that it hangs from.
struct Contour {
    /// From the lowest layer to the highest, so that a place on top is an element at the end.
    private var left: [Int]
    private var right: [Int]
    private var bottom: Int
    private var shift = 0

    /// Nothing reaches here.
    private static let none = 1 << 40

    init(layer: Int, left: Int, right: Int) {
        self.left = [-left]
        self.right = [right]
        bottom = layer
    }

    private var top: Int { bottom - left.count + 1 }

    /// Moves all of it to the right.
    mutating func move(by distance: Int) { shift += distance }

    /// How far another contour must go to the right to stand free of this one; far below 0 where they share no layer.
    func distance(to other: Contour) -> Int {
        var distance = -Self.none
        let (first, last) = (max(top, other.top), min(bottom, other.bottom))
        if first > last { return distance }
        for layer in first...last {
            let gap = right[bottom - layer] + shift - other.left[other.bottom - layer] - other.shift
            distance = max(distance, gap)
        }
        return distance
    }

    /// Both together.
    mutating func merge(_ other: Contour) {
        if other.bottom > bottom {
            var lower = other
            lower.join(self)
            self = lower
        } else {
            join(other)
        }
    }

    /// The other reaches no lower.
    private mutating func join(_ other: Contour) {
        let offset = other.shift - shift
        while top > other.top {
            left.append(Self.none)
            right.append(-Self.none)
        }
        for (index, otherIndex) in zip((bottom - other.bottom)..., other.left.indices) {
            left[index] = min(left[index], other.left[otherIndex] + offset)
            right[index] = max(right[index], other.right[otherIndex] + offset)
        }
    }
}
