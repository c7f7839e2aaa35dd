import Foundation
import JourneyFaults

exit(FaultCommand(CommandLine.arguments.dropFirst().map { $0 }).run())
