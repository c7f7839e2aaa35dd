import Foundation
import XCTest

/// Grammar/Journey.ebnf, read.
struct Grammar {
    indirect enum Node {
        case keyword(String)
        case token(String)
        case production(String)
        case sequence([Node])
        /// `id` numbers all choices of the grammar, so that it can be told which were taken.
        case choice([Node], id: Int)
        case optional(Node, id: Int)
        case repetition(Node, id: Int)
    }

    /// The productions in the order of the file.
    private(set) var names: [String] = []
    private(set) var productions: [String: Node] = [:]
    /// For each choice, optional and repetition: the production it stands in and the number of ways through it.
    private(set) var choices: [(production: String, ways: Int)] = []

    static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Grammar/Journey.ebnf")

    init() throws {
        var words = Self.words(Self.withoutComments(try String(contentsOf: Self.file, encoding: .utf8)))[...]
        while let name = words.popFirst() {
            guard words.popFirst() == "=" else { throw Malformed.production(name) }
            names.append(name)
            productions[name] = try alternatives(&words, name)
            guard words.popFirst() == ";" else { throw Malformed.production(name) }
        }
    }

    enum Malformed: Error { case production(String) }

    private mutating func alternatives(_ words: inout ArraySlice<String>, _ name: String) throws -> Node {
        var nodes = [try sequence(&words, name)]
        while words.first == "|" {
            words.removeFirst()
            nodes.append(try sequence(&words, name))
        }
        return nodes.count == 1 ? nodes[0] : .choice(nodes, id: choice(name, nodes.count))
    }

    private mutating func choice(_ name: String, _ ways: Int) -> Int {
        choices.append((name, ways))
        return choices.count - 1
    }

    private mutating func sequence(_ words: inout ArraySlice<String>, _ name: String) throws -> Node {
        var nodes: [Node] = []
        while let word = words.first, !["|", ";", ")", "]", "}"].contains(word) {
            words.removeFirst()
            switch word {
            case "(", "[", "{":
                let inner = try alternatives(&words, name)
                guard words.popFirst() == ["(": ")", "[": "]", "{": "}"][word] else { throw Malformed.production(name) }
                nodes.append(
                    word == "(" ? inner : word == "[" ? .optional(inner, id: choice(name, 2)) : .repetition(inner, id: choice(name, 2)))
            case _ where word.hasPrefix("\""): nodes.append(.keyword(String(word.dropFirst())))
            case _ where word.first?.isUppercase == true: nodes.append(.token(word))
            default: nodes.append(.production(word))
            }
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        for (number, piece) in text.components(separatedBy: "\"").enumerated() {
            if number % 2 == 1 {
                words.append("\"" + piece)
                continue
            }
            var word = ""
            for character in piece {
                if character.isLetter {
                    word.append(character)
                } else {
                    if !word.isEmpty { words.append(word) }
                    word = ""
                    if !character.isWhitespace { words.append(String(character)) }
                }
            }
            if !word.isEmpty { words.append(word) }
        }
        return words
    }

    static func withoutComments(_ text: String) -> String {
        var bare = ""
        var depth = 0
        var rest = Substring(text)
        while !rest.isEmpty {
            if rest.hasPrefix("(*") {
                depth += 1
                rest.removeFirst(2)
            } else if rest.hasPrefix("*)") {
                depth -= 1
                rest.removeFirst(2)
            } else {
                let character = rest.removeFirst()
                if depth == 0 { bare.append(character) }
            }
        }
        return bare
    }
}
