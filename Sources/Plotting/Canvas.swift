import CCairo
import Foundation

/// A white sheet to draw on, measured in points from the top left corner; the only place that calls Cairo.
struct Canvas: ~Copyable {
    /// Pixels a point: lines and letters stay sharp on dense screens, and a page may show the picture at half size.
    static let scale = 2
    /// The longest side in points; Cairo's images end at 32,767 pixels.
    static let largestSide = 16_000

    enum Alignment: Double {
        case left = 0
        case center = 0.5
        case right = 1
    }

    struct Font {
        var size = 11.0
        var isBold = false
        var color = Color.ink

        static let tick = Font()
        static let label = Font(size: 12)
        static let title = Font(size: 14, isBold: true)
    }

    private let surface: OpaquePointer
    private let context: OpaquePointer

    /// - Parameters:
    ///   - width: points; so is `height`.
    ///   - minimum: the least size in which the picture can be read.
    init(width: Int, height: Int, minimum: (width: Int, height: Int)) throws(PlotError) {
        guard
            (minimum.width...Self.largestSide).contains(width), minimum.height <= Self.largestSide,
            (minimum.height...Self.largestSide).contains(height)
        else {
            throw .impossibleSize(
                width: width, height: height, minimumWidth: minimum.width, minimumHeight: minimum.height)
        }
        guard
            let surface = cairo_image_surface_create(
                CAIRO_FORMAT_RGB24, Int32(width * Self.scale), Int32(height * Self.scale)),
            let context = cairo_create(surface)
        else {
            throw .drawing(reason: "Cairo made no surface")
        }
        (self.surface, self.context) = (surface, context)
        cairo_scale(context, Double(Self.scale), Double(Self.scale))
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        set(.white)
        cairo_paint(context)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    private func set(_ color: Color) {
        cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
    }

    private func trace(_ points: [CGPoint]) {
        cairo_new_path(context)
        for point in points { cairo_line_to(context, point.x, point.y) }
    }
}

// MARK: - Drawing

extension Canvas {
    func polyline(_ points: [CGPoint], color: Color, width: Double = 1, isDashed: Bool = false) {
        trace(points)
        set(color)
        cairo_set_line_width(context, width)
        let dashes = isDashed ? [4 * width, 3 * width] : []
        cairo_set_dash(context, dashes, Int32(dashes.count), 0)
        cairo_stroke(context)
    }

    func line(from start: CGPoint, to end: CGPoint, color: Color, width: Double = 1, isDashed: Bool = false) {
        polyline([start, end], color: color, width: width, isDashed: isDashed)
    }

    func polygon(_ points: [CGPoint], color: Color) {
        trace(points)
        set(color)
        cairo_fill(context)
    }

    func dot(at point: CGPoint, radius: Double, color: Color) {
        cairo_new_path(context)
        cairo_arc(context, point.x, point.y, radius, 0, 2 * .pi)
        set(color)
        cairo_fill(context)
    }

    func outline(_ rectangle: CGRect, color: Color) {
        cairo_new_path(context)
        cairo_rectangle(context, rectangle.minX, rectangle.minY, rectangle.width, rectangle.height)
        set(color)
        cairo_set_line_width(context, 1)
        cairo_set_dash(context, nil, 0, 0)
        cairo_stroke(context)
    }

    /// Draws with everything outside `rectangle` cut off.
    func clipped(to rectangle: CGRect, _ draw: (borrowing Canvas) -> Void) {
        cairo_save(context)
        cairo_new_path(context)
        cairo_rectangle(context, rectangle.minX, rectangle.minY, rectangle.width, rectangle.height)
        cairo_clip(context)
        draw(self)
        cairo_restore(context)
    }

    /// Fills `rectangle` with a picture of `columns × rows` cells, `color(column, row)`, row 0 at the bottom.
    func cells(columns: Int, rows: Int, in rectangle: CGRect, color: (_ column: Int, _ row: Int) -> Color) {
        guard columns > 0, rows > 0 else { return }
        let image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(columns), Int32(rows))
        defer { cairo_surface_destroy(image) }
        guard let pixels = cairo_image_surface_get_data(image) else { return }
        let rowBytes = Int(cairo_image_surface_get_stride(image))
        for row in 0..<rows {
            for column in 0..<columns {
                let cell = color(column, row)
                let (red, green, blue) = (UInt32(cell.red * 255), UInt32(cell.green * 255), UInt32(cell.blue * 255))
                let offset = (rows - 1 - row) * rowBytes + 4 * column
                UnsafeMutableRawPointer(pixels + offset).storeBytes(
                    of: red << 16 | green << 8 | blue, as: UInt32.self)
            }
        }
        cairo_surface_mark_dirty(image)
        cairo_save(context)
        cairo_translate(context, rectangle.minX, rectangle.minY)
        cairo_scale(context, rectangle.width / Double(columns), rectangle.height / Double(rows))
        cairo_set_source_surface(context, image, 0, 0)
        cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
        cairo_paint(context)
        cairo_restore(context)
    }
}

// MARK: - Text

extension Canvas {
    private func select(_ font: Font) {
        let weight = font.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
        cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, weight)
        cairo_set_font_size(context, font.size)
    }

    /// How wide a text is, in points.
    func width(of text: String, _ font: Font) -> Double {
        select(font)
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, text, &extents)
        return extents.x_advance
    }

    /// Writes one line of text; `point` is on its baseline.
    ///
    /// - Parameters:
    ///   - alignment: which end of the text `point` is.
    ///   - isVertical: whether the text runs upwards.
    func text(
        _ text: String, at point: CGPoint, _ font: Font, alignment: Alignment = .left, isVertical: Bool = false
    ) {
        let shift = alignment.rawValue * width(of: text, font)
        cairo_save(context)
        cairo_translate(context, point.x, point.y)
        if isVertical { cairo_rotate(context, -.pi / 2) }
        cairo_move_to(context, -shift, 0)
        set(font.color)
        cairo_show_text(context, text)
        cairo_restore(context)
    }
}

// MARK: - Writing

extension Canvas {
    /// Writes the picture atomically: a reader sees the old one or the new, never a part.
    func write(png path: String) throws(PlotError) {
        var data = Data()
        var status = cairo_status(context)
        if status == CAIRO_STATUS_SUCCESS {
            status = withUnsafeMutablePointer(to: &data) { sink in
                cairo_surface_write_to_png_stream(
                    surface,
                    { sink, bytes, count in
                        guard let sink, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
                        sink.assumingMemoryBound(to: Data.self).pointee.append(bytes, count: Int(count))
                        return CAIRO_STATUS_SUCCESS
                    }, sink)
            }
        }
        guard status == CAIRO_STATUS_SUCCESS else {
            throw .drawing(reason: String(cString: cairo_status_to_string(status)))
        }
        let url = URL(filePath: path)
        do {
            try data.write(to: url, options: .atomic)
        } catch {
            let folder = url.deletingLastPathComponent().path
            let isThere = FileManager.default.fileExists(atPath: folder)
            throw .unwritable(
                path: path,
                reason: isThere ? error.localizedDescription : "there is no folder \(folder); create it first")
        }
    }
}
