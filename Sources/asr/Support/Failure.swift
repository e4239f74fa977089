import ArgumentParser
import CTC
import Foundation
import Plotting
import Recognition
import Recurrent
import Safetensors
import Signal
import Training

/// What the program says and exits with when something goes wrong.
struct Failure {
    let message: String
    let code: Int32

    /// The failure that an error is, or nil for those that the argument parser reports itself.
    init?(_ error: any Error) {
        let code: Int32
        switch error {
        case AudioError.missing, AudioError.folder, AudioError.permissionDenied, AudioError.unreadable,
            ManifestError.unreadable, ManifestError.missingAudio, ModelError.notFound, is TextFileError:
            code = EX_NOINPUT
        case is AudioError, is ManifestError, is ForcedAlignmentError, AlphabetError.unknownCharacters:
            code = EX_DATAERR
        case ModelError.unwritable, SafetensorsError.unwritable, is PlotError, is OutputError:
            code = EX_CANTCREAT
        case is ModelError, is SafetensorsError, is NetworkError, is FeatureError, is AlphabetError,
            is LogProbabilitiesError:
            code = EX_CONFIG
        case is TrainingError, is CTCLossError, is CalibrationError:
            code = EX_DATAERR
        default:
            return nil
        }
        self.init(message: "\(error)", code: code)
    }

    init(message: String, code: Int32) {
        self.message = message
        self.code = code
    }
}
