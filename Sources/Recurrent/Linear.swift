import CKernels

/// A linear output: y = W x + b for each row.
struct Linear: Sendable {
    let inputSize: Int
    let outputSize: Int
    let weight: Range<Int>
    let bias: Range<Int>

    init(inputSize: Int, outputSize: Int, layout: inout ParameterLayout) {
        self.inputSize = inputSize
        self.outputSize = outputSize
        let draw = ParameterLayout.Initialization.uniform(1 / Float(inputSize).squareRoot())
        weight = layout.add("linear.weight", [outputSize, inputSize], draw)
        bias = layout.add("linear.bias", [outputSize], draw)
    }

    /// R × D → R × K.
    func forward(_ input: Matrix, parameters: ParameterView) -> Matrix {
        var output = Matrix(uninitializedRows: input.rows, columns: outputSize)
        input.withView { input in
            output.withMutableView { output in
                Parallel.forRows(input.rows) { rows in
                    multiply(
                        input.rows(rows), .plain, parameters.matrix(weight, columns: inputSize), .transposed,
                        into: output.rows(rows))
                    asr_add_bias(
                        rows.count, outputSize, parameters.pointer(bias), output.row(rows.lowerBound))
                }
            }
        }
        return output
    }

    /// Adds the gradients of weight and bias; returns the gradient with respect to the input, R × D.
    func backward(
        _ gradient: Matrix, input: Matrix, parameters: ParameterView, gradients: MutableParameterView
    ) -> Matrix {
        var inputGradient = Matrix(uninitializedRows: input.rows, columns: inputSize)
        gradient.withView { gradient in
            input.withView {
                multiply(
                    gradient, .transposed, $0, into: gradients.matrix(weight, columns: inputSize), accumulate: true)
            }
            asr_add_column_sums(
                gradient.rows, outputSize, gradient.base, outputSize, gradients.pointer(bias))
            inputGradient.withMutableView { target in
                Parallel.forRows(gradient.rows) { rows in
                    multiply(
                        gradient.rows(rows), parameters.matrix(weight, columns: inputSize), into: target.rows(rows))
                }
            }
        }
        return inputGradient
    }
}
