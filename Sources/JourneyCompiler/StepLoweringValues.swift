import JourneyLanguage

extension StepLowering {
    func arguments(_ arguments: [Step.Argument]) -> [Action.Argument] {
        var names: Set<String> = []
        return arguments.map { argument in
            if !names.insert(argument.name.text).inserted {
                findings.report(.repeatedArgument(argument.name.text), at: argument.name.range)
            }
            return Action.Argument(name: argument.name.text, value: resolver.value(argument.value).formula)
        }
    }

    func fallbacks(_ send: Step.Send) -> [String] {
        var names: Set<String> = []
        for channel in send.channels {
            if !names.insert(channel.text).inserted { findings.report(.repeatedChannel(channel.text), at: channel.range) }
            if !channels.isEmpty, !channels.contains(channel.text) {
                let suggestion = closest(to: channel.text, among: channels)
                let fix = suggestion.map { Diagnostic.Fix(channel.range, Spelling.name($0)) }
                findings.report(.undeclaredChannel(channel.text, suggestion: suggestion), at: channel.range, fix: fix)
            }
        }
        return send.channels.map(\.text)
    }

    func amount(_ expression: Expression) -> Formula {
        let (formula, kind) = resolver.value(expression)
        if kind != .any, kind != .number, kind != .duration {
            findings.report(.noArithmetic("add", kind.rawValue), at: expression.range)
        }
        return formula
    }
}
