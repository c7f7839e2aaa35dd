import Foundation
import JourneyChannels
import JourneyCompiler
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyEngine
@testable import JourneyRuntime

/// What messages say: the `texts` of the cases, in memory and in a durable store that is opened anew after each event.
final class MessageTextTests: XCTestCase {
    private var cases: [Case] { get throws { try Case.all(in: CaseTests.folder).filter { $0.texts != nil } } }

    func testTextsInMemory() throws {
        XCTAssertGreaterThan(try cases.count, 8)
        for testCase in try cases {
            let store = MemoryStore(salt: Array(0..<16), keepsLog: true)
            let run = try CaseRun(testCase, store: store)
            try run.take(testCase.events)
            try run.finish()
            XCTAssertEqual(try texts(of: testCase, in: store), testCase.texts, "\(testCase.file): \(testCase.title)")
        }
    }

    func testTextsEventByEvent() throws {
        for testCase in try cases {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "journey-\(ProcessInfo.processInfo.globallyUniqueString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            for step in 0...testCase.events.count {
                let store = try StoreFiles.open(folder.appendingPathComponent("s.db").path)
                defer { store.close() }
                let run = try CaseRun(testCase, store: store)
                if step < testCase.events.count {
                    try run.take([testCase.events[step]])
                } else {
                    try run.finish()
                    XCTAssertEqual(try texts(of: testCase, in: store), testCase.texts, "\(testCase.file): \(testCase.title)")
                }
            }
        }
    }

    private func texts(of testCase: Case, in store: any Store) throws -> [String] {
        var customers: [String] = []
        for event in testCase.events where !customers.contains(event.customer) { customers.append(event.customer) }
        return try customers.flatMap { customer in
            try store.messages(of: customer).map { "\($0.customer) \($0.journey) \($0.step) \($0.bodies)" }
        }
    }

    // MARK: Bodies

    func testBodiesAreReadBackForEachChannel() {
        let bodies = #"[{"text":"a \"{[\\ b"},{},{"subject":"s","text":"t","url":"u"}]"#
        XCTAssertEqual(MessageBody(0, of: bodies).parts.map { "\($0.name)=\($0.text)" }, [#"text=a "{[\ b"#])
        XCTAssertTrue(MessageBody(1, of: bodies).isEmpty)
        XCTAssertEqual(MessageBody(2, of: bodies)["subject"], "s")
        XCTAssertEqual(MessageBody(2, of: bodies)["url"], "u")
        for (index, bodies) in [(3, bodies), (0, ""), (0, "["), (0, "[{"), (1, "[{},{\"a")] {
            XCTAssertEqual(MessageBody(index, of: bodies)["text"], "", bodies)
        }
    }

    // MARK: Links

    func testLinks() {
        let link = MessageLink(key: "k", journey: "cart rescue", step: "send#1")
        let utm = "utm_source=cart%20rescue&utm_medium=sms&utm_campaign=send%231&jk=k-sms"
        for (written, expected) in [
            ("https://a.example", "https://a.example?" + utm), ("https://a.example?", "https://a.example?" + utm),
            ("https://a.example/?a=1", "https://a.example/?a=1&" + utm), ("https://a.example/?a=1&", "https://a.example/?a=1&" + utm),
            ("https://a.example/#top", "https://a.example/?\(utm)#top"), ("", "?" + utm),
            (
                "https://a.example/?utm_medium=x&jk=mine",
                "https://a.example/?utm_medium=x&jk=mine&utm_source=cart%20rescue&utm_campaign=send%231"
            ),
        ] {
            XCTAssertEqual(link.address(written, channel: "sms"), expected)
        }
    }
}
