extension Stepper {
    /// How much is held in memory and done at once. None of it changes what is decided.
    package struct Sizes {
        /// Decoded states held before the cache starts over.
        var customersInMemory: Int
        /// Work after which a transaction is closed, so that neither memory nor a stop grows with a burst of timers.
        var workLimit: Int
        /// Timers read from the store at a time.
        var timerSlice: Int
        var timersInMemory: Int

        package init(
            customersInMemory: Int = 200_000, workLimit: Int = 20_000, timerSlice: Int = 5_000, timersInMemory: Int = 400_000
        ) {
            self.customersInMemory = customersInMemory
            self.workLimit = workLimit
            self.timerSlice = timerSlice
            self.timersInMemory = timersInMemory
        }
    }
}
