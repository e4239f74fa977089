/// An opaque or translucent sRGB colour, components from 0 to 1.
public struct Color: Sendable, Equatable {
    public var red, green, blue, alpha: Double

    public init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
        (self.red, self.green, self.blue, self.alpha) = (red, green, blue, alpha)
    }

    /// Makes a colour of `0xRRGGBB`.
    public init(hex: UInt32) {
        self.init(
            red: Double(hex >> 16 & 0xff) / 255, green: Double(hex >> 8 & 0xff) / 255, blue: Double(hex & 0xff) / 255)
    }

    /// The colour with another opacity.
    public func opacity(_ alpha: Double) -> Color {
        Color(red: red, green: green, blue: blue, alpha: alpha)
    }
}

extension Color {
    static let white = Color(hex: 0xffffff)
    static let ink = Color(hex: 0x262626)
    static let axis = Color(hex: 0x8c8c8c)
    static let grid = Color(hex: 0xe3e3e3)
    static let faintGrid = Color(hex: 0xf2f2f2)

    /// Colours that stay apart for colour-blind readers, most contrasting first; series take them in turn.
    ///
    /// M. Okabe and K. Ito, "Color Universal Design", 2008, without the yellow, which white paper swallows.
    public static let palette = [
        Color(hex: 0x0072b2), Color(hex: 0xd55e00), Color(hex: 0x009e73), Color(hex: 0xcc79a7),
        Color(hex: 0xe69f00), Color(hex: 0x56b4e9), Color(hex: 0x000000),
    ]
}
