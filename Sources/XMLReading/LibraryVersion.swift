import CLibXML2

extension XMLReader {
    /// The version of the libxml2 that this process runs with, such as 2.9.14; it says of itself `20914`, with what a distribution adds.
    public static var libraryVersion: String {
        let number = String(cString: giaonhan_xml_version()).prefix { $0.isNumber }
        guard let value = Int(number) else { return "?" }
        return "\(value / 10_000).\(value / 100 % 100).\(value % 100)"
    }
}
