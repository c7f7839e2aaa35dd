import JourneyLanguage

/// The journeys as one picture, one under another: no scripts, no style sheets, nothing from elsewhere.
func svgGraph(_ charts: [Chart]) -> String {
    let pages = charts.map(ChartPage.init)
    let width = pages.map(\.width).max() ?? 0
    var writer = SVGWriter()
    var height = 0
    for page in pages {
        writer.open("g transform=\"translate(0 \(height))\"")
        page.draw(&writer)
        writer.close("g")
        height += page.height
    }
    let size = "width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\""
    var lines = [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) role=\"img\" font-family=\"\(ChartStyle.fonts)\">",
        "  <title>\(XMLText.escaped(charts.map(\.title).joined(separator: ", ")))</title>",
        "  <desc>\(XMLText.escaped(charts.map(\.summary).joined(separator: " ")))</desc>",
        "  <rect width=\"\(width)\" height=\"\(height)\" fill=\"\(ChartStyle.background)\"/>",
    ]
    lines += writer.lines
    lines.append("</svg>")
    return lines.joined(separator: "\n") + "\n"
}

extension Chart {
    /// In a sentence or two, for those who cannot see the picture.
    var summary: String {
        let stop = language == .chinese ? "。" : "."
        let space = language == .chinese ? "" : " "
        let begin = nodes.first.map { $0.verb + " " + $0.title } ?? ""
        return
            ([title + (language == .chinese ? "：" : ": ") + begin]
            + facts.map { $0.heading + (language == .chinese ? "：" : ": ") + $0.text })
            .map { $0 + stop }.joined(separator: space)
    }
}
