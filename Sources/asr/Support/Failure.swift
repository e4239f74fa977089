import ArgumentParser
import CTC
import Foundation
import LanguageModel
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
            ManifestError.unreadable, ManifestError.missingAudio, ModelError.notFound,
            LanguageModelError.unreadable, is TextFileError:
            code = EX_NOINPUT
        case is AudioError, is ManifestError, is ForcedAlignmentError, AlphabetError.unknownCharacters,
            LanguageModelError.badText, LanguageModelError.noSentences, LanguageModelError.tooManyWords,
            LanguageModelError.tooSmall:
            code = EX_DATAERR
        case ModelError.unwritable, SafetensorsError.unwritable, is PlotError, is OutputError,
            LanguageModelError.unwritable:
            code = EX_CANTCREAT
        case is ModelError, is SafetensorsError, is NetworkError, is FeatureError, is AlphabetError,
            is LogProbabilitiesError, is LanguageModelError:
            code = EX_CONFIG
        case is TrainingError, is CTCLossError, is ModelAverage.Failure, is CalibrationError:
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
