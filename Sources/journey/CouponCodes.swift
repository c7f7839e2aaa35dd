import Foundation
import JourneyLanguage

/// The files of codes that a workspace's coupons name.
enum CouponCodes {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// By coupon; a path is looked for beside the file that names it. One code a line, its first column where there are several; the
    /// word `code` in the first line is a heading.
    static func read(_ workspace: Workspace) throws -> [String: [String]] {
        var codes: [String: [String]] = [:]
        for file in workspace.files {
            for case .coupon(let coupon) in file.parsed.program.items {
                for case .codesFrom(let path) in coupon.rules.map(\.kind) {
                    codes[coupon.name.text] = try lines(path, beside: file.path, of: coupon.name.text)
                }
            }
        }
        return codes
    }

    private static func lines(_ path: String, beside file: String, of coupon: String) throws -> [String] {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let url = path.hasPrefix("/") ? URL(fileURLWithPath: path) : folder.appendingPathComponent(path)
        guard let bytes = FileManager.default.contents(atPath: url.path) else {
            throw Failure(description: "the codes of coupon `\(coupon)` cannot be read: `\(url.path)` is not there; one code a line is wanted")
        }
        var found: [String] = []
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let first = line.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
            let code = first.trimmingCharacters(in: CharacterSet(charactersIn: " \t\"\u{FEFF}"))
            if !code.isEmpty, !(found.isEmpty && code.lowercased() == "code") { found.append(code) }
        }
        return found
    }
}
