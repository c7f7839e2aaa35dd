/// What decoding alone cannot see: a state that stands where its version has no place. Only damaged bytes hold one.
extension Deployment {
    /// Why the engine cannot go on with a state; nil where it can.
    public func fault(in state: CustomerState) -> String? {
        for enrollment in state.enrollments {
            guard let version = version(enrollment.version) else { continue }
            if Int(enrollment.state) >= version.states.count {
                return "enrollment \(enrollment.number) stands in state \(enrollment.state) of \(version.states.count)"
            }
            if enrollment.captured.count < version.captured.count {
                return "enrollment \(enrollment.number) remembers \(enrollment.captured.count) values of \(version.captured.count)"
            }
        }
        return nil
    }
}
