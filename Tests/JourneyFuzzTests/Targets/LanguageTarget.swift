import JourneyCompiler
import JourneyLanguage

/// Programs: whatever the bytes, diagnostics that lie inside the file or machines; what has no errors keeps its meaning through
/// the formatter and through translation.
enum LanguageTarget {
    static func check(_ input: [UInt8], _ sample: Sample) throws {
        let source = SourceText(name: "fuzz.journey", bytes: input)
        let parsed = parse(source)
        try checkDiagnostics(parsed)
        if sample.takes(oneIn: 8, 0) { try checkRendering(parsed) }
        let compiled = compile([("fuzz.journey", parsed)])
        try checkCompiled(compiled, [parsed])
        if sample.takes(oneIn: 32, 1) { try checkWithCatalogue(source) }
        if sample.takes(oneIn: 32, 2) { try checkDiagnostics(parse(source, language: .chinese)) }
        if parsed.hasErrors { return }
        try checkLayout(parsed, sample)
        if sample.takes(oneIn: 16, 3) { try checkTranslation(parsed) }
        if sample.takes(oneIn: 16, 4) { try checkMachines(compiled.machines) }
        if sample.takes(oneIn: 64, 5) {
            for format in GraphFormat.allCases { _ = machinesGraph(compiled.machines, as: format, in: .chinese) }
        }
    }

    // MARK: Reading and checking

    private static func checkDiagnostics(_ file: ParsedFile) throws {
        try require(file.diagnostics.count <= 100, "more than 100 complaints")
        for diagnostic in file.diagnostics {
            try checkRange(diagnostic.range, in: file.source, diagnostic)
            if let fix = diagnostic.fix { try checkRange(fix.range, in: file.source, diagnostic) }
            try require(!diagnostic.message.isEmpty, "\(diagnostic.code) says nothing")
        }
    }

    private static func checkRendering(_ file: ParsedFile) throws {
        guard !file.diagnostics.isEmpty else { return }
        try require(!DiagnosticRenderer(file).render(file.diagnostics).isEmpty, "diagnostics that show as nothing")
    }

    private static func checkRange(_ range: SourceRange, in source: SourceText, _ diagnostic: Diagnostic) throws {
        try require(
            range.start >= 0 && range.start <= range.end && range.end <= source.bytes.count,
            "\(diagnostic.code) is about \(range.start)-\(range.end) of \(source.bytes.count) bytes")
    }

    private static func checkCompiled(_ compiled: CompiledWorkspace, _ files: [ParsedFile]) throws {
        for found in compiled.diagnostics {
            guard let file = files.first(where: { $0.source.name == found.path }) else {
                throw Violation("\(found.diagnostic.code) is about no file")
            }
            try checkRange(found.diagnostic.range, in: file.source, found.diagnostic)
        }
        guard !compiled.hasErrors else { return }
        let journeys = files.reduce(0) { $0 + $1.program.items.lazy.filter(isJourney).count }
        try require(compiled.machines.count == journeys, "\(journeys) journeys without errors, \(compiled.machines.count) machines")
    }

    private static func isJourney(_ item: Item) -> Bool {
        switch item {
        case .journey, .rule: true
        default: false
        }
    }

    private static func checkWithCatalogue(_ source: SourceText) throws {
        let names = KnownNames(of: [catalogue, source])
        let files = [parse(catalogue, names: names), parse(source, names: names)]
        try checkDiagnostics(files[1])
        try checkCompiled(compile(files.map { ($0.source.name, $0) }, isStrict: source.bytes.count % 2 == 0), files)
    }

    // MARK: Writing

    private static func checkLayout(_ file: ParsedFile, _ sample: Sample) throws {
        let once = format(file)
        let again = parse(SourceText(name: file.source.name, once))
        try require(!again.hasErrors, "laid out it has errors:\n\(once)\n\(DiagnosticRenderer(again).render(again.diagnostics))")
        try require(again.program == file.program, "laid out it means something else:\n\(once)")
        try require(again.comments.map(\.text) == file.comments.map(\.text), "laid out it has other comments:\n\(once)")
        guard sample.takes(oneIn: 4, 6) else { return }
        let twice = format(again)
        try require(twice == once, "laid out twice it looks otherwise:\n\(once)\n=>\n\(twice)")
    }

    private static func checkTranslation(_ file: ParsedFile) throws {
        var file = file
        for language in [Language.chinese, .english] {
            let text = format(file, language: language, names: NameTranslation([file.program], to: language))
            let read = parse(SourceText(name: file.source.name, text), names: file.names)
            try require(
                !read.hasErrors, "in \(language) it has errors:\n\(text)\n\(DiagnosticRenderer(read).render(read.diagnostics))")
            try require(read.program == file.program, "in \(language) it means something else:\n\(text)")
            try require(read.comments.map(\.text) == file.comments.map(\.text), "in \(language) it has other comments:\n\(text)")
            file = read
        }
    }

    private static func checkMachines(_ machines: [Machine]) throws {
        for machine in machines {
            let bytes = try machine.encoded()
            try require(try Machine(encoded: bytes) == machine, "a machine comes back as another one")
            try require(try machine.encoded() == bytes, "a machine encodes in two ways")
        }
    }

    private static let catalogue = SourceText(
        name: "catalogue.journey",
        """
        event bought also 购买 "A paid order" from "Order Paid"
          total also 金额 number
          product also 商品 text
          order also 订单 text
        end
        event browsed also 浏览
          price also 价格 number
          product also 商品 text
          paid_on date
          items list
        end
        event added_to_cart also 加购 total also 金额 number end
        customer
          tier also 等级 one of "gold", "silver", "bronze"
          birthday also 生日 date
          vip boolean
          lifetime_value also 累计消费 number
          phone text
          timezone text
        end
        audience champions also 高价值 = sum of bought.total within 365d >= 5000 and bought within 30d
        message cart_reminder also 购物车提醒
          for wecom "亲爱的{name or "朋友"}，{event.product}还在购物车里等您"
          for sms "【优品】{event.product}为您保留24小时，退订回T"
        end
        message coupon also 优惠券 for wecom "hello" end
        coupon spring_twenty also 春季券 "满200减20" stock 500 1 for each customer valid 7d end
        channel wecom also 企业微信 adapter console end
        channel sms also 短信 adapter console address phone end
        policy time zone "Asia/Shanghai" quiet from 22:00 to 8:00 at most 3 messages per 7d require consent marketing end
        """)
}
