import JourneyRuntime

/// What becomes of lines that were put into a store's inbox.
func inboxNote(_ path: String) -> String {
    SchedulerLock.holder(ofStore: path) == nil ? "`journey run` will take it up" : "the running scheduler takes it up"
}
