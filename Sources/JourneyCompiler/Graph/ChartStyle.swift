/// Colours and icons of a picture: ink on its tint has a contrast of 4.5 or more, on white too.
struct ChartStyle {
    var ink: String
    var tint: String
    /// The path of the icon in a square of 20, drawn as a line.
    var icon: String

    static let background = "#F6F7F9"
    static let border = "#D3D9E2"
    static let line = "#7D8899"
    static let text = "#1B2433"
    static let quiet = "#4A5567"
    static let fonts = "'Helvetica Neue','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"

    init(_ kind: Chart.Node.Kind) {
        switch kind {
        case .trigger: self.init(ink: "#173B6C", tint: "#FFFFFF", icon: "M11.5 2 4.5 11.5h5L8.5 18l7-9.5h-5z")
        case .message: self.init(ink: "#1D4ED8", tint: "#E4ECFD", icon: "M3 4.5h14v9H9.5l-4 3.5v-3.5H3zM6.5 7.5h7M6.5 10.5h4.5")
        case .wait: self.init(ink: "#835300", tint: "#FDF1D6", icon: Self.circle + "M10 6v4.2l2.8 1.8")
        case .date: self.init(ink: "#835300", tint: "#FDF1D6", icon: "M3.5 5h13v12h-13zM3.5 9h13M7 3v4M13 3v4")
        case .question:
            self.init(
                ink: "#6B35B8", tint: "#EFE7FB",
                icon: "M10 1.8 18.2 10 10 18.2 1.8 10zM8.2 8.3a1.8 1.8 0 1 1 2.6 1.6c-.5.3-.8.6-.8 1.3M10 13.4v.2")
        case .tag:
            self.init(ink: "#0D645C", tint: "#DDF3F0", icon: "M3 3.5h6.2l8 8-5.7 5.7-8-8zM6.4 6.6v.3")
        case .change: self.init(ink: "#0D645C", tint: "#DDF3F0", icon: "M3.5 16.5l.8-3.9 8.7-8.7 3.1 3.1-8.7 8.7zM11 5.9 14.1 9")
        case .gift:
            self.init(
                ink: "#A61E56", tint: "#FBE3EC",
                icon:
                    "M3 7h14v3.5H3zM4.3 10.5V17h11.4v-6.5M10 7v10M10 7C6.5 7 5.6 3 7.9 3 9.4 3 10 7 10 7s.6-4 2.1-4c2.3 0 1.4 4-2.1 4z"
            )
        case .split:
            self.init(ink: "#3F3DA6", tint: "#E6E6FA", icon: "M10 2.5v4M10 6.5c0 4.5-5.5 3.5-5.5 10M10 6.5c0 4.5 5.5 3.5 5.5 10")
        case .loop: self.init(ink: "#0B5C76", tint: "#DBF0F6", icon: Self.around)
        case .record: self.init(ink: "#475467", tint: "#E9EDF2", icon: Self.circle + "M10 8v4M8 10h4")
        case .link: self.init(ink: "#475467", tint: "#E9EDF2", icon: "M3 10h13M11.5 5.5 16 10l-4.5 4.5")
        case .stop: self.init(ink: "#A3261A", tint: "#FCE5E2", icon: "M7 3h6l4 4v6l-4 4H7l-4-4V7zM7 10h6")
        case .end: self.init(ink: "#344054", tint: "#E9EDF2", icon: "")
        }
    }

    init(_ kind: Chart.Fact.Kind) {
        switch kind {
        case .goal: self.init(ink: "#17693F", tint: "#DDF3E5", icon: "M5 18V3M5 3.8h10.5L13 7.4l2.5 3.6H5")
        case .exit: self.init(ink: "#A3261A", tint: "#FCE5E2", icon: "M9 3.5H4v13h5M8.5 10H17M13.5 6.5 17 10l-3.5 3.5")
        case .again: self.init(ink: "#0B5C76", tint: "#DBF0F6", icon: Self.around)
        case .dates: self.init(ink: "#835300", tint: "#FDF1D6", icon: ChartStyle(Chart.Node.Kind.date).icon)
        case .expires: self.init(ink: "#835300", tint: "#FDF1D6", icon: ChartStyle(Chart.Node.Kind.wait).icon)
        case .rollOut, .holdOut: self.init(ink: "#3F3DA6", tint: "#E6E6FA", icon: ChartStyle(Chart.Node.Kind.split).icon)
        case .transactional: self.init(ink: "#1D4ED8", tint: "#E4ECFD", icon: ChartStyle(Chart.Node.Kind.message).icon)
        case .priority: self.init(ink: "#475467", tint: "#E9EDF2", icon: "M10 17V4M5.5 8.5 10 4l4.5 4.5")
        case .owner:
            self.init(ink: "#475467", tint: "#E9EDF2", icon: "M10 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM4 17c0-3.5 2.5-6 6-6s6 2.5 6 6")
        }
    }

    private init(ink: String, tint: String, icon: String) {
        self.ink = ink
        self.tint = tint
        self.icon = icon
    }

    /// Of the pill that a label stands in.
    static func label(_ tone: Chart.Edge.Tone) -> (ink: String, tint: String) {
        switch tone {
        case .yes: ("#17693F", "#DDF3E5")
        case .no, .plain: ("#4A5567", "#E6EAF0")
        case .arm: ("#3F3DA6", "#E6E6FA")
        }
    }

    private static let circle = "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15z"
    private static let around = "M4.2 8.2A6.3 6.3 0 1 1 4 12.3M4.2 4v4.2h4.2"
}
