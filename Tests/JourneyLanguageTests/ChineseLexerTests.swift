import JourneyModel
import XCTest

@testable import JourneyLanguage

/// Where words are glued together; the sentences are in Corpus/chinese.
final class ChineseLexerTests: XCTestCase {
    /// A sentence with `|` between its tokens and `[ ]` around its names.
    private func cut(_ source: SourceText, _ names: KnownNames) -> String {
        var out = ""
        var end = 0
        for token in lex(source, names: names).tokens.dropLast() {
            if end > 0 { out += "|" }
            let word = source.text(token.range)
            out += source.text(SourceRange(end, Int(token.start))) + (token.kind == .name ? "[\(word)]" : word)
            end = Int(token.end)
        }
        return out
    }

    private func names(_ words: [Substring]) -> KnownNames {
        KnownNames(of: words.map { SourceText(name: "names", "event \"\($0)\" end") })
    }

    private func sentences(_ file: String) throws -> (lines: [String], names: KnownNames) {
        let lines = try Corpus.text(Corpus.directory.appendingPathComponent("chinese/" + file)).split(separator: "\n")
        let header = lines.first { $0.hasPrefix("// names ") }?.split(separator: " ").dropFirst(2) ?? []
        return (lines.filter { !$0.hasPrefix("//") }.map(String.init), names(Array(header)))
    }

    private func sentence(_ line: String) -> String { line.filter { !"|[]".contains($0) } }

    func testSentencesAreCut() throws {
        var count = 0
        for url in try Corpus.files("chinese", "cut") {
            let (lines, names) = try sentences(url.lastPathComponent)
            for line in lines {
                XCTAssertEqual(cut(SourceText(name: "test", sentence(line)), names), line)
                count += 1
            }
        }
        XCTAssertGreaterThan(count, 120)
    }

    /// The same tokens, whether their words are glued or stand alone.
    func testSpacesChangeNothing() throws {
        for file in ["programs.cut", "sentences.cut"] {
            let (lines, names) = try sentences(file)
            for line in lines {
                let glued = lex(SourceText(name: "test", sentence(line)), names: names).tokens
                let spaced = lex(SourceText(name: "test", sentence(line.replacingOccurrences(of: "|", with: " "))), names: names)
                    .tokens
                func plain(_ tokens: [Token]) -> [String] {
                    tokens.map { "\($0.kind == .pause || $0.kind == .dot ? .comma : $0.kind) \($0.keyword) \($0.value)" }
                }
                XCTAssertEqual(plain(glued), plain(spaced), line)
            }
        }
    }

    /// What a sentence has in English it has in Chinese, word for word where the order is the same.
    func testKeywordsOfBothTonguesAreTheSame() {
        func words(_ text: String) -> [String] {
            lex(SourceText(name: "test", text)).tokens.dropLast().map { "\($0.kind) \($0.keyword) \($0.value)" }
        }
        let pairs = [
            ("if 等级 is not 金卡 stop end", "如果等级不是金卡，停止结束"),
            ("coupon a stock 5 end", "优惠券池 a 库存5 结束"),
            ("repeat up to 3 times every 2d until 评价", "最多重复3次每隔2天直到评价"), ("at most 3 messages", "最多3条消息"),
            ("if 价格 >= 3 and 数量 < 5", "如果价格不少于3且数量低于5"), ("has tag vip and in audience a", "有标签 vip 且 属于人群 a"),
            ("hold out 10% priority 5 expires 2h class transactional", "对照组10%优先级5过期不发2小时类别服务通知"),
            ("split \"a\" adaptively arm \"b\"", "分流“a”自动优化分支“b”"), ("expect no messages", "预期无消息"),
        ]
        for (english, chinese) in pairs {
            XCTAssertEqual(words(english), words(chinese).filter { $0 != "comma none 0" }, chinese)
        }
    }

    func testClosersAreTold() {
        let tokens = lex(SourceText(name: "test", "如果曾经购买过且距上次购买天数介于18至30之间")).tokens
        XCTAssertEqual(tokens.filter { $0.keyword == .ever }.map(\.value), [0, 1])
        XCTAssertEqual(tokens.filter { $0.keyword == .daysSince }.map(\.value), [0, 1])
        XCTAssertEqual(tokens.filter { $0.keyword == .between }.map(\.value), [0, 1])
        XCTAssertEqual(Keywords.rows.filter { $0.chineseCloser != nil }.count, 5)
    }

    // MARK: Names

    func testNamesOfTheWorkspace() {
        let catalogue = SourceText(
            name: "catalogue",
            """
            event bought also 购买, 下单 "A paid order" total also 金额 number end
            event 到店 also visited end
            customer tier also 等级 text end
            channel lark also 飞书 adapter http end
            event refunded total also 金额 number amount also 退款额 number end
            event paid amount also 金额 number end
            """)
        let names = KnownNames(of: [catalogue])
        let cases: [(String, KnownNames.Kind, String)] = [
            ("购买", .event, "bought"), ("下单", .event, "bought"), ("visited", .event, "到店"), ("等级", .attribute, "tier"),
            ("飞书", .channel, "lark"), ("企业微信", .channel, "wecom"), ("企业微信", .event, "企业微信"),
            ("公众号", .channel, "wechat"), ("退款额", .property, "amount"), ("无名", .event, "无名"),
            // Two properties have this name: whose it is depends on the event.
            ("金额", .property, "金额"),
        ]
        for (name, kind, canonical) in cases { XCTAssertEqual(names.canonical(name, kind), canonical, name) }
        XCTAssertEqual(BuiltInChannels.name(of: "sms", in: .chinese), "短信")
        XCTAssertNil(BuiltInChannels.name(of: "lark", in: .chinese))
    }

    /// A name that a file quotes or declares anywhere is known in all of it.
    func testNamesOfTheFile() {
        let glued = "如果未读数大于3停止结束"
        for before in ["当 注册 如果 “未读数” 大于 3 停止 结束 ", "event 登录 未读数 also 未读 number end "] {
            let source = SourceText(name: "test", before + glued)
            var names = KnownNames.builtIn
            names.add("无关")
            names.collect(from: source)
            XCTAssertTrue(cut(source, names).hasSuffix("如果|[未读数]|大于|3|停止|结束"), cut(source, names))
        }
    }

    func testChannelsAreTheSameInBothTongues() {
        let english = parse("when 浏览 send 优惠券 via wecom or else sms")
        let chinese = parse("when 浏览 send 优惠券 via 企业微信 or else “短信”")
        XCTAssertEqual(english.diagnostics, [])
        XCTAssertEqual(chinese.program, english.program)
        XCTAssertEqual(chinese.source.text(channel(chinese)?.range ?? SourceRange(0, 0)), "企业微信")
    }

    private func channel(_ parsed: ParsedFile) -> Name? {
        guard case .rule(let rule) = parsed.program.items.first, case .send(let send) = rule.steps.first?.kind else { return nil }
        return send.channels.first
    }

    // MARK: Whatever is written

    func testTokensCoverTheTextInOrder() throws {
        let (lines, _) = try sentences("sentences.cut")
        let characters = lines.map(sentence).flatMap { Array($0) }
        var random = SeededRandom(seed: 5)
        for _ in 0..<300 {
            let text = String((0..<random.below(60)).map { _ in characters[random.below(characters.count)] })
            var end: Int32 = 0
            for token in lex(SourceText(name: "test", text)).tokens {
                XCTAssertGreaterThanOrEqual(token.start, end, text)
                XCTAssertTrue(token.end > token.start || token.kind == .endOfFile, text)
                end = token.end
            }
            _ = parse(text)
        }
    }

    /// A hundred thousand characters without a space; quadratic time would take a minute.
    func testLongWordsAreReadInLinearTime() {
        for part in ["当浏览但2天内未购买就", "浏览", "但", "1", "7天免", "购买过程", "（"] {
            let text = String(repeating: part, count: 100_000 / part.count)
            XCTAssertGreaterThan(lex(SourceText(name: "test", text)).tokens.count, 1)
        }
    }
}
