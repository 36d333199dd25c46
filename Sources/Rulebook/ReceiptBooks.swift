import Contributions

// Receipt books: who may use which numbers of a serial on which day. A book is known by its serial and first number; its
// last number and its collector may change with time. Books of a serial that hold a number are found without looking at
// the others, however different their widths: they are kept in classes of like width, and within a class only the few
// books that begin less than that width before the number can hold it.

struct ReceiptBooks: Sendable {
    /// What an entry says of its book.
    struct Holding: Sendable {
        var last: Int32
        var collector: Int
    }

    private struct Book: Sendable {
        /// Its class and its first number, so that one order serves all classes.
        var place: Int64
        /// Its key in `holdings`.
        var number: Int32

        var widthClass: Int { Int(place >> 32) }
        var first: Int32 { Int32(truncatingIfNeeded: place) }

        static func place(_ widthClass: Int, _ first: Int32) -> Int64 { Int64(widthClass) << 32 | Int64(first) }
    }

    /// The books of one serial, by place.
    private struct Shelf: Sendable {
        var books: [Book] = []
        /// The classes that have a book, a bit each.
        var classes: UInt32 = 0

        func firstIndex(notBelow place: Int64) -> Int {
            var low = 0
            var high = books.count
            while low < high {
                let middle = (low + high) / 2
                if books[middle].place < place { low = middle + 1 } else { high = middle }
            }
            return low
        }

        mutating func insert(_ book: Book) {
            books.insert(book, at: firstIndex(notBelow: book.place))
            classes |= 1 << UInt32(book.widthClass)
        }

        func index(ofBookFrom first: Int32) -> Int? {
            var rest = classes
            while rest != 0 {
                let place = Book.place(rest.trailingZeroBitCount, first)
                let index = firstIndex(notBelow: place)
                if index < books.count, books[index].place == place { return index }
                rest &= rest - 1
            }
            return nil
        }

        /// Calls `body` with every book that may hold one of the numbers, until it returns true.
        func firstBook(touching numbers: ClosedRange<Int32>, where body: (Book) -> Bool) -> Bool {
            var rest = classes
            while rest != 0 {
                let widthClass = rest.trailingZeroBitCount
                let farthest = numbers.lowerBound - (Int32(1) << Int32(widthClass) - 1)
                let end = Book.place(widthClass, numbers.upperBound)
                var index = firstIndex(notBelow: Book.place(widthClass, max(0, farthest)))
                while index < books.count, books[index].place <= end {
                    if body(books[index]) { return true }
                    index += 1
                }
                rest &= rest - 1
            }
            return false
        }
    }

    /// By serial.
    private var shelves: [Shelf] = []
    private var holdings = Timelines<Holding>()
    private var bookCount: Int32 = 0

    /// The class of a book that holds so many numbers after its first: 0, 1, 2-3, 4-7 ...
    private static func widthClass(_ width: Int32) -> Int { Int32.bitWidth - width.leadingZeroBitCount }

    mutating func add(serial: Int, first: Int32, last: Int32, collector: Int, from: Day, to: Day?) {
        precondition(0 <= first && first <= last)
        while shelves.count <= serial { shelves.append(Shelf()) }
        let place = Book.place(Self.widthClass(last - first), first)
        var book = Book(place: place, number: bookCount)
        if let index = shelves[serial].index(ofBookFrom: first) {
            book.number = shelves[serial].books[index].number
            // A book stands in the class of the widest it ever was.
            if shelves[serial].books[index].place < place {
                shelves[serial].books.remove(at: index)
                shelves[serial].insert(book)
            }
        } else {
            shelves[serial].insert(book)
            bookCount += 1
        }
        holdings.add(Holding(last: last, collector: collector), to: Int(book.number), from: from, to: to)
    }

    /// Whether the receipt is in a book that is this collector's on the day.
    func isHeld(_ number: Int32, ofSerial serial: Int, by collector: Int, on day: Day) -> Bool {
        guard serial < shelves.count else { return false }
        return shelves[serial].firstBook(touching: number...number) { book in
            guard let holding = holdings.inForce(Int(book.number), on: day) else { return false }
            return number <= holding.last && holding.collector == collector
        }
    }

    /// If the book were added: another book of the serial that on one of its days holds one of its numbers, the lowest such.
    func overlap(serial: Int, first: Int32, last: Int32, from: Day, to: Day?) -> (first: Int32, last: Int32, collector: Int)? {
        guard serial < shelves.count, first <= last else { return nil }
        let own = shelves[serial].index(ofBookFrom: first).map { Int(shelves[serial].books[$0].number) }
        let to = holdings.lastDay(ofEntryFrom: from, to: to, in: own)
        var lowest: (first: Int32, last: Int32, collector: Int)?
        _ = shelves[serial].firstBook(touching: first...last) { book in
            guard Int(book.number) != own, book.first < lowest?.first ?? .max else { return false }
            for span in holdings.spans(of: Int(book.number))
            where span.value.last >= first && sharesDay(from, to, span.from, span.to) {
                lowest = (book.first, span.value.last, span.value.collector)
            }
            return false
        }
        return lowest
    }
}
