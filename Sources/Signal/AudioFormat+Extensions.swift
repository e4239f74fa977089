import CSndfile

extension AudioFormat {
    /// How the names of audio files end that can be read here, in lower case and without the dot. Reading itself goes by
    /// a file's contents.
    public static let fileExtensions: Set<String> = {
        var count: Int32 = 0
        sf_command(nil, Int32(SFC_GET_FORMAT_MAJOR_COUNT), &count, Int32(MemoryLayout<Int32>.size))
        var extensions: Set<String> = []
        for index in 0..<count {
            var info = SF_FORMAT_INFO()
            info.format = index
            let size = Int32(MemoryLayout<SF_FORMAT_INFO>.size)
            if sf_command(nil, Int32(SFC_GET_FORMAT_MAJOR), &info, size) == 0, let name = info.extension {
                extensions.insert(String(cString: name))
            }
        }
        // Samples without a header are not recognised, and matrices are seldom sound.
        extensions.subtract(["raw", "mat"])
        for (name, others) in aliases where extensions.contains(name) { extensions.formUnion(others) }
        return extensions
    }()

    /// Other endings of the formats for which libsndfile knows one.
    private static let aliases = [
        "aiff": ["aif", "aifc"], "au": ["snd"], "m1a": ["mp1", "mp2", "mp3"], "oga": ["ogg", "opus"],
        "wav": ["wave", "sph"],
    ]
}
