import JourneyLanguage
import JourneyModel

/// Checks the channel declarations of a workspace and makes them plain data.
struct ChannelCheck {
    let names: WorkspaceNames

    static var adapterList: (english: String, chinese: String) {
        let names = AdapterSettings.adapters.map { "`\($0)`" }
        return (names.joined(separator: ", "), names.joined(separator: "、"))
    }

    /// Those that have errors are left out; their names are known all the same.
    func configurations(_ programs: [Program], _ findings: [Findings]) -> [ChannelConfiguration] {
        var result: [ChannelConfiguration] = []
        var owners: [String: Int] = [:]
        for (file, program) in programs.enumerated() {
            for case .channel(let declaration) in program.items {
                let name = Self.canonical(declaration.name.text)
                if let owner = owners[name] {
                    findings[file].report(.duplicateChannel(name, path: findings[owner].path), at: declaration.name.range)
                    continue
                }
                owners[name] = file
                var also: [String] = []
                for other in declaration.also where other.text != name {
                    if let owner = owners[other.text] {
                        findings[file].report(.duplicateChannel(other.text, path: findings[owner].path), at: other.range)
                    } else {
                        owners[other.text] = file
                        also.append(other.text)
                    }
                }
                names.add(name, also: also, .channel)
                if declaration.name.text != name { names.add(spelling: declaration.name.text, of: name, .channel) }
                let errors = findings[file].errorCount
                let configuration = configuration(declaration, named: name, also: also, findings[file])
                if findings[file].errorCount == errors, let configuration { result.append(configuration) }
            }
        }
        for (spelling, name) in BuiltIn.channels where names[.channel].canonical[name] == name {
            names.add(spelling: spelling, of: name, .channel)
        }
        return result
    }

    /// `短信` is `sms`, declared or not.
    private static func canonical(_ name: String) -> String { BuiltIn.channel(name) }

    private func configuration(_ declaration: ChannelDeclaration, named name: String, also: [String], _ findings: Findings)
        -> ChannelConfiguration?
    {
        var adapter: String?
        var settings: [ChannelConfiguration.Setting] = []
        for setting in declaration.settings {
            let key = setting.key.text
            if key == "adapter" {
                adapter = self.adapter(setting, findings) ?? ""
            } else {
                checkSecret(setting, findings)
                settings.append(.init(key: key, value: Self.value(setting.argument)))
            }
        }
        guard let adapter else {
            findings.report(.missingAdapter(declaration.name.text), at: declaration.name.range)
            return nil
        }
        checkSettings(of: adapter, declaration, findings)
        let configuration = ChannelConfiguration(
            name: name, also: also, title: declaration.title, adapter: adapter, settings: settings,
            limits: limits(of: adapter, declaration, findings), retries: declaration.retries)
        for setting in declaration.settings {
            if setting.key.text == "country", configuration.country == nil { findings.report(.countryNoCode, at: setting.range) }
            if setting.key.text == "cost", configuration.cost == nil { findings.report(.costNoNumber, at: setting.range) }
        }
        return configuration
    }

    /// What the declaration says, and what a receiver is known to take.
    private func limits(of adapter: String, _ declaration: ChannelDeclaration, _ findings: Findings) -> [Rate] {
        let declared = declaration.limits.map { Rate(count: $0.count, per: $0.per) }
        guard adapter == "wecom_robot" else { return declared }
        // https://developer.work.weixin.qq.com/document/path/91770.
        let most = Rate(count: 20, per: .minute)
        let perMinute = declared.map(\.mostInAMinute).min()
        if let perMinute, perMinute <= most.count { return declared }
        if let perMinute, let fast = declaration.limits.first(where: { $0.per == .second || $0.per == .minute }) {
            findings.report(.robotLimit(perMinute), at: fast.range)
        }
        return declared + [most]
    }

    private func adapter(_ setting: ChannelDeclaration.Setting, _ findings: Findings) -> String? {
        let name: String
        switch setting.argument {
        case .word(let word), .text(let word): name = word
        default: name = setting.key.text
        }
        if AdapterSettings.of(name) != nil { return name }
        let suggestion = closest(to: name, among: AdapterSettings.adapters)
        let fix = suggestion.map { Diagnostic.Fix(setting.range, "adapter \($0)") }
        findings.report(.unknownAdapter(name, suggestion: suggestion), at: setting.range, fix: fix)
        return nil
    }

    private func checkSettings(of adapter: String, _ declaration: ChannelDeclaration, _ findings: Findings) {
        let settings = AdapterSettings.of(adapter)?.settings ?? []
        var misspelt: Set<String> = []
        let own = settings.map(\.name)
        let known = own + ["adapter", "retry"] + ChannelConfiguration.commonSettings
        for setting in declaration.settings where !known.contains(setting.key.text) {
            if let suggestion = closest(to: setting.key.text, among: known) {
                misspelt.insert(suggestion)
                findings.report(
                    .misspeltSetting(setting.key.text, suggestion: suggestion), at: setting.key.range,
                    fix: Diagnostic.Fix(setting.key.range, suggestion))
            } else if own.count > 1 {
                findings.report(.unknownSetting(setting.key.text, adapter, known: own), at: setting.key.range)
            }
        }
        for setting in settings {
            if let written = declaration.settings.first(where: { $0.key.text == setting.name }) {
                check(written, setting, findings)
            } else if setting.isRequired, !misspelt.contains(setting.name) {
                findings.report(.missingSetting(setting, adapter, of: declaration.name.text), at: declaration.name.range)
            }
        }
    }

    private func check(_ written: ChannelDeclaration.Setting, _ setting: AdapterSettings.Setting, _ findings: Findings) {
        if !setting.kind.takes(written.argument) { findings.report(.wrongSetting(setting), at: written.range) }
    }

    private func checkSecret(_ setting: ChannelDeclaration.Setting, _ findings: Findings) {
        let words = setting.key.text.lowercased().split { $0 == "_" || $0 == "-" }
        guard let last = words.last, ["secret", "token", "password", "passwd", "key"].contains(last) else { return }
        if case .environment = setting.argument { return }
        findings.report(.literalSecret(setting.key.text), at: setting.range)
    }

    private static func value(_ argument: ChannelDeclaration.Setting.Argument) -> ChannelConfiguration.SettingValue {
        switch argument {
        case .word(let word): .word(word)
        case .text(let text): .text(text)
        case .number(let number): .number(number)
        case .duration(let duration): .duration(duration)
        case .boolean(let holds): .boolean(holds)
        case .environment(let name): .environment(name)
        }
    }
}
