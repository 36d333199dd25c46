import CLibXML2

// The functions that libxml2 calls. They work on ReaderState through a raw pointer (no reference counting, no closure
// context) and only append to the tape. Attributes, namespaces and processing instructions end here: XML06.

extension ReaderState {
    static var callbacks: giaonhan_xml_callbacks {
        giaonhan_xml_callbacks(
            startElement: startElement, endElement: endElement, characters: characters, cdata: cdata, comment: comment,
            instruction: instruction, startDocument: startDocument, error: errorCallback)
    }

    private static let startElement: startElementNsSAX2Func = {
        raw, name, prefix, uri, namespaceCount, namespaces, attributeCount, _, attributes in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard state.pointee.fault == nil else { return }
        let place = state.pointee.tokenPlace
        if let held = state.pointee.heldFault { return state.pointee.stop(held) }
        if prefix != nil || uri != nil || namespaceCount > 0 || attributeCount > 0 {
            let tag = TagExtras(
                prefix: prefix, namespaces: namespaces, namespaceCount: Int(namespaceCount), attributes: attributes,
                attributeCount: Int(attributeCount))
            guard state.pointee.accepts(tag, at: place) else { return }
        }
        state.pointee.openPending()
        let index = state.pointee.nameIndex(name!)
        let nameStart = state.pointee.tape.byteCount
        if index == XMLEvent.unknown {
            if state.pointee.hasTooManyNames {
                let limit = String(state.pointee.scanner.limits.unknownNamesMax)
                return state.pointee.stop(XMLFault(code: .XML05, details: ["names", limit], at: place))
            }
            state.pointee.tape.append(name!, count: Int(xmlStrlen(name)))
        }
        state.pointee.pending = XMLEvent(
            kind: .leaf, name: index, place: place, nameStart: UInt32(nameStart), textStart: UInt32(state.pointee.tape.byteCount),
            textEnd: 0)
        state.pointee.hasPending = true
    }

    private static let endElement: endElementNsSAX2Func = { raw, _, _, _ in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard state.pointee.fault == nil else { return }
        if state.pointee.hasPending {
            state.pointee.hasPending = false
            state.pointee.pending.textEnd = UInt32(state.pointee.tape.byteCount)
            state.pointee.tape.append(state.pointee.pending)
        } else {
            state.pointee.flushStrayText()
            let end = UInt32(state.pointee.tape.byteCount)
            state.pointee.tape.append(
                XMLEvent(
                    kind: .close, name: state.pointee.openNames.removeLast(), place: state.pointee.tokenPlace, nameStart: end,
                    textStart: end,
                    textEnd: end))
        }
        state.pointee.strayStart = state.pointee.tape.byteCount
        state.pointee.strayPlace = nil
    }

    private static let characters: charactersSAXFunc = { raw, text, length in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard state.pointee.fault == nil else { return }
        state.pointee.tape.append(text!, count: Int(length))
        if state.pointee.hasPending {
            if state.pointee.pending.textPlace == nil { state.pointee.pending.textPlace = state.pointee.textPlace }
        } else if state.pointee.strayPlace == nil {
            state.pointee.strayPlace = state.pointee.textPlace
        }
    }

    private static let cdata: cdataBlockSAXFunc = { raw, text, length in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard state.pointee.fault == nil else { return }
        let place = state.pointee.tokenPlace
        if state.pointee.hasPending {
            state.pointee.pending.hasCDATA = true
            if state.pointee.pending.textPlace == nil { state.pointee.pending.textPlace = place }
            if length > 0 { state.pointee.tape.append(text!, count: Int(length)) }
        } else {
            state.pointee.flushStrayText()
            state.pointee.appendStray(.strayCDATA, from: state.pointee.tape.byteCount, place: place)
        }
    }

    private static let comment: commentSAXFunc = { raw, _ in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard state.pointee.fault == nil else { return }
        if state.pointee.hasPending { state.pointee.pending.hasComment = true }
    }

    private static let instruction: processingInstructionSAXFunc = { raw, target, _ in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard state.pointee.fault == nil else { return }
        let place = state.pointee.tokenPlace
        state.pointee.stop(XMLFault(code: .XML06, details: ["pi", String(cString: target!)], at: place))
    }

    private static let startDocument: startDocumentSAXFunc = { raw in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard state.pointee.fault == nil else { return }
        state.pointee.countNames()
        if let encoding = giaonhan_xml_foreign_encoding(state.pointee.context) {
            state.pointee.stop(XMLFault(code: .XML04, details: ["declared", String(cString: encoding)], at: .start))
        }
    }

    typealias ErrorCallback =
        @convention(c) (
            _ state: UnsafeMutableRawPointer?, _ domain: Int32, _ code: Int32, _ level: Int32, _ message: UnsafePointer<CChar>?
        ) -> Void

    static let errorCallback: ErrorCallback = { raw, domain, number, level, message in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard level >= XML_ERR_ERROR.rawValue, state.pointee.fault == nil else { return }
        if number == XML_ERR_NO_MEMORY.rawValue {
            state.pointee.isOutOfMemory = true
            return
        }
        let words = message.map { plainWords(String(cString: $0)) } ?? ""
        let place = state.pointee.tokenPlace
        if domain == XML_FROM_NAMESPACE.rawValue {
            if state.pointee.heldFault == nil {
                state.pointee.heldFault = XMLFault(code: .XML06, details: ["namespace", words], at: place)
            }
            return
        }
        switch UInt32(bitPattern: number) {
        case XML_ERR_UNKNOWN_ENCODING.rawValue, XML_ERR_UNSUPPORTED_ENCODING.rawValue, XML_ERR_INVALID_ENCODING.rawValue:
            state.pointee.stop(XMLFault(code: .XML04, details: ["declared", words], at: place))
        default:
            state.pointee.stop(XMLFault(code: .XML01, details: [words], at: place))
        }
    }

    /// libxml2 ends its messages with a line feed, and counts lines over what it was given, which is not the whole document.
    private static func plainWords(_ message: String) -> String {
        var words = message.split(whereSeparator: \.isWhitespace)
        while let index = words.indices.dropLast().first(where: { words[$0] == "line" && words[$0 + 1].allSatisfy(\.isNumber) }) {
            words.removeSubrange(index...(index + 1))
        }
        return words.joined(separator: " ")
    }
}

/// What a start tag has beyond its name.
private struct TagExtras {
    let prefix: UnsafePointer<UInt8>?
    let namespaces: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    let namespaceCount: Int
    let attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    let attributeCount: Int
}

extension ReaderState {
    private static let instanceNamespace = "http://www.w3.org/2001/XMLSchema-instance"
    private static let schemaNamespace = "http://www.w3.org/2001/XMLSchema"

    /// Only the root may carry attributes: those of the vocabulary, and what common serializers write about schemas.
    private mutating func accepts(_ tag: TagExtras, at place: XMLPlace) -> Bool {
        let isRoot = openNames.isEmpty && !hasPending
        if let prefix = tag.prefix { return refuse("namespace", String(cString: prefix), place) }
        for index in 0..<tag.namespaceCount {
            let name = tag.namespaces![index * 2].map { String(cString: $0) } ?? ""
            let uri = tag.namespaces![index * 2 + 1].map { String(cString: $0) } ?? ""
            guard isRoot, (name == "xsi" && uri == Self.instanceNamespace) || (name == "xsd" && uri == Self.schemaNamespace) else {
                return refuse("namespace", name.isEmpty ? "xmlns" : "xmlns:" + name, place)
            }
        }
        var seen: [(name: String, value: String)] = []
        for index in 0..<tag.attributeCount {
            let attribute = tag.attributes! + index * 5
            let name = String(cString: attribute[0]!)
            if let prefix = attribute[1].map({ String(cString: $0) }) {
                guard isRoot, prefix == "xsi", name == "noNamespaceSchemaLocation" else {
                    return refuse("attribute", prefix + ":" + name, place)
                }
                continue
            }
            guard isRoot, allowedAttributes.contains(name) else { return refuse("attribute", name, place) }
            let value = UnsafeBufferPointer(start: attribute[3], count: attribute[4]! - attribute[3]!)
            // libxml2 leaves an ampersand as a reference when it resolves no entities.
            let text = String(decoding: value, as: UTF8.self)
            seen.append((name, value.contains(UInt8(ascii: "&")) ? text.replacing("&#38;", with: "&") : text))
        }
        if isRoot { rootAttributes = seen }
        return true
    }

    private mutating func refuse(_ kind: String, _ name: String, _ place: XMLPlace) -> Bool {
        stop(XMLFault(code: .XML06, details: [kind, name], at: place))
        return false
    }
}
