import Contributions

// The sentences about cancellations, remittance listings and bank credits: DC, KN, SK (money.md).

extension RuleCatalog {
    static func trailMessage(_ parts: MessageParts) -> String { parts.general }
}
