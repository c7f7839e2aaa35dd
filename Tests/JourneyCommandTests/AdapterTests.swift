import JourneyChannels
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
}
