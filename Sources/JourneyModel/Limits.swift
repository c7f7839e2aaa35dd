/// Every bound that input meets, in one place.
public enum Limits {
    /// Bytes of one line of input, its newline not counted.
    public static let lineBytes = 1 << 20
    /// Properties of one event, those inside objects included.
    public static let properties = 256
    /// Objects and lists inside one another; the event itself is the first.
    public static let nesting = 16
    /// Bytes of a customer's id.
    public static let customerBytes = 512
    /// Bytes of an event's id.
    public static let idBytes = 512
    /// Bytes of an event's name.
    public static let eventNameBytes = 512
    /// Different event names in one intake.
    public static let eventNames = 65_536
    /// Different names in one store: of events, attributes, tags, purposes and all else that a customer's state speaks of.
    public static let names = 1 << 18
    /// Bytes of the name of an attribute, a tag, a purpose or a channel that an event brings.
    public static let nameBytes = 512
    /// An event further than this ahead of the clock is rejected.
    public static let future: Microseconds = 10 * .minute
    /// Bytes of a rejected line that are kept for people to see.
    public static let rejectedTextBytes = 1_024
    /// Depth to which an encoded list may nest.
    public static let valueNesting = 16
    /// Columns of a CSV file.
    public static let columns = 1_024
}
