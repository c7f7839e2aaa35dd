import JourneyLanguage

/// Steps that only do something, and the values they take.
extension StepLowering {
    mutating func action(_ send: Step.Send) -> Action.Send {
        let content = context.name(send.content, .message)
        let action = Action.Send(
            content: content, arguments: arguments(send.arguments), channels: send.channels.map { context.name($0, .channel) },
            to: send.to.map(context.attribute), isAtBestTime: send.isAtBestTime)
        context.names.note(
            MessageCheck.Sending(message: send.content, channels: send.channels, action: action, trigger: context.trigger, findings: findings))
        return action
    }

    func arguments(_ arguments: [Step.Argument]) -> [Action.Argument] {
        var names: Set<String> = []
        return arguments.map { argument in
            if arguments.count > 1 { checkFirst(argument.name, &names) }
            return Action.Argument(name: argument.name.text, value: resolver.value(argument.value).formula)
        }
    }

    private func checkFirst(_ name: Name, _ names: inout Set<String>) {
        if !names.insert(name.text).inserted { findings.report(.repeatedArgument(name.text), at: name.range) }
    }

    func set(_ attribute: Name, _ expression: Expression) -> Action {
        let (name, type, use) = context.attribute(attribute.text, at: attribute.range)
        let value = resolver.value(expression)
        resolver.checkAssigned(value, expression, to: attribute, type, use)
        return .set(attribute: name, value.formula)
    }

    func add(_ expression: Expression, _ attribute: Name) -> Action {
        let (name, type, use) = context.attribute(attribute.text, at: attribute.range)
        let value = resolver.value(expression)
        if value.type != .any, value.type != .number, value.type != .duration {
            findings.report(.noArithmetic("add", value.type.words), at: expression.range)
        } else if type != .any, type != .number, !(type.isDay && value.type != .number) {
            findings.report(.noArithmetic("add", type.words), at: attribute.range)
        } else if type.isDay, value.type == .number {
            findings.report(.withoutUnit(Spelling.expression(expression)), at: expression.range)
        }
        if let use, value.type == .number { context.uses.note(use, is: .number, at: attribute.range, findings) }
        return .add(value.formula, attribute: name)
    }

    func record(_ event: Name, _ arguments: [Step.Argument]) -> Action {
        let name = context.event(event)
        var names: Set<String> = []
        let values = arguments.map { argument in
            checkFirst(argument.name, &names)
            return resolver.argument(argument, propertyOf: name)
        }
        return .record(event: name, arguments: values)
    }
}

extension Resolver {
    /// A property of an event that is made here.
    func argument(_ argument: Step.Argument, propertyOf event: String) -> Action.Argument {
        let (property, type, use) = context.property(argument.name.text, of: CollectionOfOne(event), at: argument.name.range)
        let value = self.value(argument.value)
        checkAssigned(value, argument.value, to: argument.name, type, use)
        return Action.Argument(name: property, value: value.formula)
    }
}
