import JourneyChannels
import JourneyLanguage
import JourneyModel
import XCTest

@testable import JourneyCompiler

/// What the checker knows of adapters is what there is of them.
final class AdapterTests: XCTestCase {
    func testTheCheckerKnowsEveryAdapterAndNoOther() {
        XCTAssertEqual(AdapterSettings.adapters, adapterNames)
        for adapter in adapterNames {
            let known = AdapterSettings.of(adapter)?.settings.map(\.name) ?? []
            XCTAssertThrowsError(
                try makeChannel(
                    name: "c", adapter: adapter, settings: ["no such setting": .unknown], ChannelSurroundings(clock: { .distantPast }))
            ) { error in
                guard case .unknownSetting(_, _, _, let names) = error as? ChannelError else { return XCTFail("\(error)") }
                XCTAssertEqual(names, known, adapter)
            }
        }
    }

    /// A value that the checker lets pass a channel opens with, and one that it does not a channel refuses.
    func testTheCheckerKnowsWhatValuesMayBe() {
        let values: [(ChannelDeclaration.Setting.Argument, Value)] =
            ["https://a.example", "http://a", "https://", "ftp://a", "nobody", "a@b.example", "zhangsan"].map { (.text($0), .text($0)) }
            + [-1, 0, 1, 3, 4, 100, 101, 1_000, 1_001, 2_147_483_647, 2_147_483_648].map { (.number(.integer($0)), .integer($0)) }
            + [Microseconds.second, 10 * .second, 5 * .minute, 10 * .minute, .hour, 2 * .day, 30 * .day, 31 * .day].map { (.duration($0), .duration($0)) }
            + [(.boolean(true), .boolean(true))]
        for adapter in AdapterSettings.all where !["console", "file", "exec"].contains(adapter.adapter) {
            var least: [String: Value] = [:]
            for setting in adapter.settings where setting.isRequired {
                least[setting.name] = switch setting.kind {
                case .address: .text("https://a.example")
                case .mail: .text("a@b.example")
                case .number(let range): .integer(range.lowerBound)
                default: .text("x")
                }
            }
            if adapter.adapter == "email" { least["program"] = .text("/bin/sh") }
            for setting in adapter.settings where setting.name != "program" && setting.name != "unsubscribe" {
                for (argument, value) in values {
                    if case .secret = setting.kind { continue }
                    if adapter.adapter == "sms", setting.name == "host" { continue }
                    var settings = least
                    settings[setting.name] = value
                    let isOpened =
                        (try? makeChannel(name: "c", adapter: adapter.adapter, settings: settings, ChannelSurroundings(clock: { .distantPast }))) != nil
                    XCTAssertEqual(setting.kind.takes(argument), isOpened, "\(adapter.adapter) \(setting.name) \(argument)")
                }
            }
        }
    }
}
