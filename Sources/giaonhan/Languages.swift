public import ArgumentParser
public import Rulebook

// The catalogue's languages on the command line, and the few words of the commands' own that exist in both.

extension Language: ExpressibleByArgument {}

extension Language {
    func say(_ vietnamese: String, _ english: String) -> String { self == .vi ? vietnamese : english }
}
