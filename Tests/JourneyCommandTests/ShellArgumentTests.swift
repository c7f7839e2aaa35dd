import XCTest

@testable import journey

final class ShellArgumentTests: XCTestCase {
    private let run = Command(
        name: "run", summary: "run journeys",
        positionals: [.init(name: "PATH", help: "a file or directory of journeys", repeats: true)],
        options: [
            .value("store", "FILE", "where everything is kept", letter: "s"),
            .value("events", "SOURCE", "a source of events", repeats: true),
            .value("log", "FORM", "how to log", choices: ["text", "json"]),
            .flag("once", "end when there is nothing left to do"),
            .flag("backfill", "old events let people enter, too"),
        ],
        examples: [.init("journey run shop --store shop.db", "run the journeys of a directory")])
    private let show = Command(
        name: "customer show", summary: "one person", positionals: [.init(name: "ID", help: "the customer's id")],
        options: [.value("store", "FILE", "the store")])
    private let check = Command(
        name: "check", summary: "find mistakes",
        positionals: [.init(name: "FROM", help: "first"), .init(name: "TO", help: "second", isRequired: false)])

    func testReads() throws {
        let lines = [
            "shop more --store s.db --events a --events b --once", "--store=s.db --events=a --events b shop more --once",
            "-s s.db --once --events a --events b -- shop more", "-s=s.db --once --events a shop --events b more",
        ]
        for line in lines {
            let read = try XCTUnwrap(try parse(line.split(separator: " ").map(String.init), for: run), line)
            XCTAssertEqual(read.allPositionals("PATH"), ["shop", "more"], line)
            XCTAssertEqual(read.value("store"), "s.db", line)
            XCTAssertEqual(read.all("events"), ["a", "b"], line)
            XCTAssertTrue(read.has("once"), line)
            XCTAssertFalse(read.has("backfill"), line)
            XCTAssertNil(read.value("log"), line)
        }
        let odd = try XCTUnwrap(try parse(["-", "--store=a=b", "--events", "-", "--", "--once"], for: run))
        XCTAssertEqual(odd.allPositionals("PATH"), ["-", "--once"])
        XCTAssertEqual(odd.value("store"), "a=b")
        XCTAssertEqual(odd.all("events"), ["-"])
        XCTAssertFalse(odd.has("once"))
        XCTAssertNil(try XCTUnwrap(try parse(["a"], for: check)).positional("TO"))
    }

    func testHelpWinsOverMistakesBehindIt() throws {
        for line in [["-h"], ["--help"], ["shop", "--help", "--nonsense"], ["--once", "-h"]] {
            XCTAssertNil(try parse(line, for: run))
        }
        XCTAssertNotNil(try parse(["--", "-h"], for: run))
    }

    func testMistakes() {
        let cases: [(Command, [String], String)] = [
            (run, [], "PATH is missing: a file or directory of journeys"),
            (run, ["x", "--stor", "f"], "unknown option `--stor`; did you mean `--store`?"),
            (run, ["x", "--backfil"], "unknown option `--backfil`; did you mean `--backfill`?"),
            (run, ["x", "--stroe=f"], "unknown option `--stroe`; did you mean `--store`?"),
            (run, ["x", "--back"], "unknown option `--back`; did you mean `--backfill`?"),
            (run, ["x", "--zzz"], "unknown option `--zzz`; `journey run --help` lists all"),
            (run, ["x", "-q"], "unknown option `-q`; `journey run --help` lists all"),
            (run, ["x", "--store"], "`--store` needs a value: `--store FILE`"),
            (run, ["x", "--store", "--once"], "`--store` needs a value: `--store FILE`"),
            (run, ["x", "--store="], "`--store` needs a value: `--store FILE`"),
            (run, ["x", "--store", ""], "`--store` needs a value: `--store FILE`"),
            (run, ["x", "--store", "a", "-s", "b"], "`--store` stands twice; give it once"),
            (run, ["x", "--once=yes"], "`--once` takes no value; write `--once` alone"),
            (run, ["x", "--log", "jsn"], "`--log` takes one of `text`, `json`, not `jsn`; did you mean `json`?"),
            (run, ["x", "--log", "xml"], "`--log` takes one of `text`, `json`, not `xml`"),
            (check, ["a", "b", "c"], "unexpected argument `c`; `journey check --help` tells what it takes"),
        ]
        for (command, line, message) in cases {
            XCTAssertThrowsError(try parse(line, for: command), "\(line)") { XCTAssertEqual("\($0)", message) }
        }
    }

    func testNumbers() throws {
        let read = try XCTUnwrap(try parse(["x", "--store", "12"], for: run))
        XCTAssertEqual(try read.integer("store"), 12)
        XCTAssertNil(try read.integer("log"))
        XCTAssertThrowsError(try read.integer("store", in: 1...9)) {
            XCTAssertEqual("\($0)", "`--store` takes a whole number from 1 to 9, not `12`")
        }
        let wrong = try XCTUnwrap(try parse(["x", "--store", "99999999999999999999"], for: run))
        XCTAssertThrowsError(try wrong.integer("store")) {
            XCTAssertEqual("\($0)", "`--store` takes a whole number from 0, not `99999999999999999999`")
        }
    }

    func testRoutes() {
        let commands = [run, show, check]
        func told(_ line: String) -> String {
            switch route(line.split(separator: " ").map(String.init), among: commands) {
            case .run(let command, let arguments): "run \(command.name) \(arguments.positionals.keys.sorted())"
            case .help(let command): "help \(command?.name ?? "")"
            case .version: "version"
            case .usage(let error): error.description
            }
        }
        let cases = [
            ("", "help "), ("-h", "help "), ("--help", "help "), ("help", "help "), ("help run", "help run"),
            ("help customer show", "help customer show"), ("--version", "version"), ("run x", "run run [\"PATH\"]"),
            ("run --help", "help run"), ("customer show c42", "run customer show [\"ID\"]"),
            ("customer show -h", "help customer show"),
            ("customer", "`journey customer` needs one more word: `journey customer show`"),
            ("rnu x", "unknown command `rnu`; did you mean `run`?"),
            ("custmer show", "unknown command `custmer`; did you mean `customer show`?"),
            ("fly", "unknown command `fly`; `journey --help` lists all"),
            ("--verison", "unknown option `--verison`; did you mean `--version`?"),
            ("-x", "unknown option `-x`; `journey --help` tells what there is"),
            ("run", "PATH is missing: a file or directory of journeys"),
            ("help fly", "unknown command `fly`; `journey --help` lists all"),
        ]
        for (line, told1) in cases { XCTAssertEqual(told(line), told1, line) }
    }

    func testHelp() {
        XCTAssertEqual(
            help(for: run),
            """
            run journeys

            usage
              journey run PATH… [options]

            arguments
              PATH  a file or directory of journeys

            options
              -s, --store FILE  where everything is kept
              --events SOURCE   a source of events (may be repeated)
              --log FORM        how to log: text, json
              --once            end when there is nothing left to do
              --backfill        old events let people enter, too
              -h, --help        show this help

            examples
              journey run shop --store shop.db
                  run the journeys of a directory

            """)
        XCTAssertEqual(usage(of: check), "journey check FROM [TO]")
        let all = help(for: [run, show, check], examples: [.init("journey check shop", "find mistakes")])
        XCTAssertTrue(all.contains("  customer show  one person\n"), all)
        XCTAssertTrue(all.hasSuffix("`journey COMMAND --help` tells more about a command\n"))
    }

    func testSuggestions() {
        let names = ["simulate", "status", "run", "ingest", "graph"]
        let cases: [(String, String?)] = [
            ("simulat", "simulate"), ("SIMULATE", "simulate"), ("satus", "status"), ("sttaus", "status"), ("grpah", "graph"),
            ("sim", "simulate"),
            ("s", nil), ("rn", "run"), ("", nil), ("frobnicate", nil), (String(repeating: "x", count: 10_000), nil),
        ]
        for (written, meant) in cases { XCTAssertEqual(suggestion(for: written, among: names), meant, written) }
        XCTAssertNil(suggestion(for: "run", among: []))
    }
}
