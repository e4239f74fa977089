// Connectionist temporal classification: from a matrix of label scores, one row a frame, to a sequence of labels.
//
// Letters used for shapes throughout the module:
//
//   T  frames of one utterance
//   K  labels of the alphabet, the blank (index 0) among them
//   U  labels of one transcript
//
// A matrix of shape T×K is row-major: the scores of frame t begin at element t·K.
// Probabilities are natural logarithms unless a name says otherwise.
//
// Graves, Fernández, Gomez, Schmidhuber: "Connectionist temporal classification: labelling unsegmented sequence data
// with recurrent neural networks", ICML 2006.
