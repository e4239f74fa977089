import Signal

/// A clip on its way through a check.
struct InspectedClip: Sendable {
    let entry: ManifestReading.Entry
    /// Its text as the alphabet spells it.
    let text: String
    let measured: Result<ClipMeasurement, AudioError>
    /// Whether nothing was found that forbids its use.
    var isUsable = true

    var measurement: ClipMeasurement? { try? measured.get() }

    /// What is left of it to be used.
    var usable: CheckedClip? {
        guard isUsable, let measurement else { return nil }
        var utterance = entry.utterance
        utterance.text = text
        utterance.duration = measurement.seconds
        return CheckedClip(utterance: utterance, content: measurement.content)
    }
}
