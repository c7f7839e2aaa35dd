import Foundation
import JourneyChannels
import JourneyCompiler
import JourneyModel
import JourneyReports
import JourneyRuntime

/// Opens the channels that journeys use.
enum ChannelRoutes {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// A workspace that declares no channel at all prints its messages: the first sentence runs as it stands. Where channels are
    /// declared, one that is not is a mistake.
    /// - Parameter output: the descriptor that messages are printed to.
    /// - Throws: `Failure`, `ChannelError`.
    static func open(_ workspace: Workspace, output: Int32) throws -> [String: Dispatcher.Route] {
        let declared = workspace.compiled.channels
        var routes: [String: Dispatcher.Route] = [:]
        for channel in declared {
            let settings = try settings(of: channel)
            let opened = try makeChannel(name: channel.name, adapter: channel.adapter, settings: settings, surroundings(output))
            routes[channel.name] = Dispatcher.Route(
                channel: opened, retries: channel.retries ?? 5, cost: channel.cost ?? 0, limits: channel.limits)
        }
        var used: [String] = []
        for machine in workspace.compiled.machines {
            for channel in machine.channels where !used.contains(channel) { used.append(channel) }
        }
        for alert in workspace.compiled.policy.alerts where !used.contains(alert.channel) { used.append(alert.channel) }
        let missing = used.filter { routes[$0] == nil }
        if !missing.isEmpty, !declared.isEmpty {
            let names = missing.map { "`\($0)`" }.joined(separator: ", ")
            throw Failure(description: "no channel \(names) is declared; add for each: channel \(missing[0]) adapter file path \"\(missing[0]).jsonl\" end")
        }
        for name in missing {
            note("channel `\(name)` is not declared: its messages are printed here (channel \(name) adapter … end declares it)")
            routes[name] = Dispatcher.Route(channel: try makeChannel(name: name, adapter: "console", settings: [:], surroundings(output)))
        }
        return routes
    }

    /// Those inside a journey that is gone or changed go on: what they print is still printed, though no file names the channel.
    static func keepPrinting(_ versions: [Machine], _ routes: inout [String: Dispatcher.Route], _ workspace: Workspace, output: Int32)
        throws
    {
        guard workspace.compiled.channels.isEmpty else { return }
        for name in versions.flatMap(\.channels) where routes[name] == nil {
            routes[name] = Dispatcher.Route(channel: try makeChannel(name: name, adapter: "console", settings: [:], surroundings(output)))
        }
    }

    private static func surroundings(_ output: Int32) -> ChannelSurroundings {
        var surroundings = ChannelSurroundings(clock: { SystemClock().now() })
        surroundings.output = output
        surroundings.log = { note(masked($0)) }
        return surroundings
    }

    private static func settings(of channel: ChannelConfiguration) throws -> [String: Value] {
        var settings: [String: Value] = [:]
        for setting in channel.settings where !ChannelConfiguration.commonSettings.contains(setting.key) {
            switch setting.value {
            case .word(let text), .text(let text): settings[setting.key] = .text(text)
            case .number(let value): settings[setting.key] = value
            case .duration(let length): settings[setting.key] = .duration(length)
            case .boolean(let flag): settings[setting.key] = .boolean(flag)
            case .environment(let variable):
                guard let value = getenv(variable).map({ String(cString: $0) }), !value.isEmpty else {
                    throw Failure(description: "channel `\(channel.name)` needs the environment variable \(variable), which is not set")
                }
                settings[setting.key] = .text(value)
            }
        }
        return settings
    }
}
