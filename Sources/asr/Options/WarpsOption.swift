import ArgumentParser
import Recognition

/// What recordings are heard with, instead of the model's own factors.
struct WarpsOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Vocal-tract-length factors to hear with, such as 0.92,1,1.08 (the model's if not given, one of them with \
            --greedy); 1 alone is fastest.
            """,
            valueName: "x,…"))
    var warps: Warps?

    struct Warps: ExpressibleByArgument {
        let values: [Float]

        init?(argument: String) {
            let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Float($0) }
            values = parts.compactMap { $0 }
            guard values.count == parts.count, ModelConfiguration.areWarps(values) else { return nil }
        }
    }

    /// Refuses several factors with greedy decoding, which hears with one.
    func validate(greedy: Bool) throws {
        if greedy, let warps, warps.values.count > 1 {
            throw ValidationError("--greedy hears with one factor: leave out --greedy, or give --warps one.")
        }
    }

    /// The model, hearing as is asked for.
    func applied(to model: Model) -> Model {
        guard let warps else { return model }
        var model = model
        model.warps = warps.values
        return model
    }
}
