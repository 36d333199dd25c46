import CLibXML2

// The functions that libxml2 calls. They work on ReaderState through a raw pointer (no reference counting, no closure
// context) and only append to the tape. Attributes, namespaces and processing instructions end here: XML06.

extension ReaderState {
    /// libxml2's numbers of errors inside text: XML_ERR_INVALID_HEX_CHARREF ... XML_ERR_UNDECLARED_ENTITY, XML_ERR_MISPLACED_CDATA_END,
    /// XML_ERR_NAME_REQUIRED (a bare ampersand).
    static let textErrors: Set<Int32> = [6, 7, 8, 9, 26, 62, 68]

    static var callbacks: giaonhan_xml_callbacks {
        giaonhan_xml_callbacks(
            startElement: startElement, endElement: endElement, characters: characters, cdata: cdata, comment: comment,
            instruction: instruction, startDocument: startDocument, error: errorCallback)
    }

    private typealias Pointer = UnsafeMutablePointer<ReaderState>

    private static let startElement: startElementNsSAX2Func = {
        raw, name, prefix, uri, namespaceCount, namespaces, attributeCount, _, attributes in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard !state.pointee.isStopped else { return }
        let place = state.pointee.byteGuard.takeTagPlace()
        if prefix != nil || uri != nil || namespaceCount > 0 || attributeCount > 0 {
            guard
                state.pointee.acceptsTag(
                    prefix: prefix, namespaces: namespaces, namespaceCount: Int(namespaceCount), attributes: attributes,
                    attributeCount: Int(attributeCount), place: place)
            else { return }
        }
        state.pointee.openPending()
        let index = state.pointee.nameIndex(name!)
        let nameStart = state.pointee.tape.byteCount
        if index == XMLEvent.unknown {
            state.pointee.tape.append(name!, count: Int(xmlStrlen(name)))
        }
        state.pointee.pending = XMLEvent(
            kind: .leaf, name: index, line: place.line, column: place.column, nameStart: UInt32(nameStart),
            textStart: UInt32(state.pointee.tape.byteCount), textEnd: 0)
        state.pointee.hasPending = true
        state.pointee.depth += 1
    }

    private static let endElement: endElementNsSAX2Func = { raw, _, _, _ in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard !state.pointee.isStopped else { return }
        state.pointee.depth -= 1
        if state.pointee.hasPending {
            state.pointee.hasPending = false
            state.pointee.pending.textEnd = UInt32(state.pointee.tape.byteCount)
            state.pointee.tape.append(state.pointee.pending)
        } else {
            state.pointee.flushStrayText()
            let name = state.pointee.openNames.removeLast()
            let end = UInt32(state.pointee.tape.byteCount)
            let line = UInt32(max(0, giaonhan_xml_line(state.pointee.context)))
            let column = UInt32(max(0, giaonhan_xml_column(state.pointee.context)))
            state.pointee.tape.append(
                XMLEvent(kind: .close, name: name, line: line, column: column, nameStart: end, textStart: end, textEnd: end))
        }
        state.pointee.strayStart = state.pointee.tape.byteCount
    }

    private static let characters: charactersSAXFunc = { raw, text, length in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard !state.pointee.isStopped else { return }
        state.pointee.tape.append(text!, count: Int(length))
    }

    private static let cdata: cdataBlockSAXFunc = { raw, text, length in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard !state.pointee.isStopped else { return }
        if state.pointee.hasPending {
            state.pointee.pending.hasCDATA = true
            if length > 0 { state.pointee.tape.append(text!, count: Int(length)) }
        } else {
            state.pointee.flushStrayText()
            state.pointee.appendStray(.strayCDATA, from: state.pointee.tape.byteCount)
        }
    }

    private static let comment: commentSAXFunc = { raw, _ in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard !state.pointee.isStopped else { return }
        if state.pointee.hasPending { state.pointee.pending.hasComment = true }
    }

    private static let instruction: processingInstructionSAXFunc = { raw, target, _ in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard !state.pointee.isStopped else { return }
        state.pointee.stop06("pi", String(cString: target!), nil)
    }

    private static let startDocument: startDocumentSAXFunc = { raw in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard !state.pointee.isStopped else { return }
        if let encoding = giaonhan_xml_foreign_encoding(state.pointee.context) {
            state.pointee.stop(XMLFault(code: .XML04, details: ["declared", String(cString: encoding)], line: 1, column: 1))
        }
    }

    static let errorCallback: @convention(c) (UnsafeMutableRawPointer?, Int32, Int32, Int32, Int32, Int32, UnsafePointer<CChar>?) -> Void = {
        raw, domain, number, level, line, column, message in
        let state = raw!.assumingMemoryBound(to: ReaderState.self)
        guard level >= XML_ERR_ERROR.rawValue, state.pointee.fault == nil else { return }
        if number == XML_ERR_NO_MEMORY.rawValue {
            state.pointee.isOutOfMemory = true
            return
        }
        let words = message.map { String(cString: $0).trimmingLineEnd() } ?? ""
        let code: XMLCode
        let details: [String]
        if domain == XML_FROM_NAMESPACE.rawValue {
            (code, details) = (.XML06, ["namespace", words])
        } else {
            switch UInt32(bitPattern: number) {
            case XML_ERR_UNKNOWN_ENCODING.rawValue, XML_ERR_UNSUPPORTED_ENCODING.rawValue:
                (code, details) = (.XML04, ["declared", words])
            case XML_ERR_INVALID_ENCODING.rawValue:
                (code, details) = (.XML04, ["bytes"])
            default:
                (code, details) = (.XML01, [words])
            }
        }
        state.pointee.faultNumber = number
        state.pointee.stop(XMLFault(code: code, details: details, line: Int(max(1, line)), column: Int(max(1, column))))
    }

    private static let instanceNamespace = "http://www.w3.org/2001/XMLSchema-instance"
    private static let schemaNamespace = "http://www.w3.org/2001/XMLSchema"

    /// Only the root may carry attributes: those of the vocabulary, and what common serializers write about schemas.
    private mutating func acceptsTag(
        prefix: UnsafePointer<UInt8>?, namespaces: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, namespaceCount: Int,
        attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, attributeCount: Int, place: TagPlace
    ) -> Bool {
        if let prefix { return stop06("namespace", String(cString: prefix), place) }
        for index in 0..<namespaceCount {
            let name = namespaces![index * 2].map { String(cString: $0) } ?? ""
            let uri = namespaces![index * 2 + 1].map { String(cString: $0) } ?? ""
            guard depth == 0, (name == "xsi" && uri == Self.instanceNamespace) || (name == "xsd" && uri == Self.schemaNamespace) else {
                return stop06("namespace", name.isEmpty ? "xmlns" : "xmlns:" + name, place)
            }
        }
        var seen: [(name: String, value: String)] = []
        for index in 0..<attributeCount {
            let name = String(cString: attributes![index * 5]!)
            if let attributePrefix = attributes![index * 5 + 1].map({ String(cString: $0) }) {
                guard depth == 0, attributePrefix == "xsi", name == "noNamespaceSchemaLocation" else {
                    return stop06("attribute", attributePrefix + ":" + name, place)
                }
                continue
            }
            guard depth == 0, allowedAttributes.contains(name) else { return stop06("attribute", name, place) }
            let start = attributes![index * 5 + 3]!
            let value = String(decoding: UnsafeBufferPointer(start: start, count: attributes![index * 5 + 4]! - start), as: UTF8.self)
            seen.append((name, value))
        }
        if depth == 0 { rootAttributes = seen }
        return true
    }

    @discardableResult
    private mutating func stop06(_ kind: String, _ name: String, _ place: TagPlace?) -> Bool {
        let line = place.map { Int($0.line) } ?? Int(giaonhan_xml_line(context))
        let column = place.map { Int($0.column) } ?? Int(giaonhan_xml_column(context))
        stop(XMLFault(code: .XML06, details: [kind, name], line: line, column: column))
        return false
    }
}

extension String {
    /// libxml2 ends its messages with a line feed.
    fileprivate func trimmingLineEnd() -> String {
        var text = self
        while let last = text.last, last.isNewline { text.removeLast() }
        return text
    }
}
