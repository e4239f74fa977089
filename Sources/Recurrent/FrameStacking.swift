/// Joins neighbouring frames into one step and steps over several at a time, so that the network runs at a lower rate.
///
/// Step s sees frames `s·stride ..< s·stride + stack`; frames past the end are zeros. A sequence of T frames gives
/// ⌈T / stride⌉ steps.
struct FrameStacking {
    let stack: Int
    let stride: Int

    /// Steps that `frames` frames give.
    func steps(frames: Int) -> Int { (frames + stride - 1) / stride }

    /// T × D frames → S × (stack·D) steps.
    func apply(_ frames: Matrix) -> Matrix {
        let size = frames.columns
        var stacked = Matrix(rows: steps(frames: frames.rows), columns: stack * size)
        frames.withView { source in
            stacked.withMutableView { target in
                for step in 0..<target.rows {
                    let available = min(stack, source.rows - step * stride)
                    target.row(step).update(from: source.row(step * stride), count: available * size)
                }
            }
        }
        return stacked
    }

    /// The gradient with respect to the frames: each frame adds up what the steps that saw it received.
    func backward(_ gradient: Matrix, frames: Int) -> Matrix {
        let size = gradient.columns / stack
        var result = Matrix(rows: frames, columns: size)
        gradient.withView { source in
            result.withMutableView { target in
                for step in 0..<source.rows {
                    let start = step * stride
                    let row = source.row(step)
                    for index in 0..<min(stack, frames - start) * size {
                        target.base[start * size + index] += row[index]
                    }
                }
            }
        }
        return result
    }
}
