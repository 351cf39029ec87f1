import CChild
public import Foundation
import Glibc
import Synchronization

/// An open file, closed once: by hand, or when nobody holds it any more.
public final class Descriptor: Sendable {
    private let open: Mutex<Int32>
    let number: Int32

    init(_ number: Int32) {
        self.number = number
        open = Mutex(number)
    }

    deinit { close() }

    public func close() {
        open.withLock { number in
            if number >= 0 { _ = Glibc.close(number) }
            number = -1
        }
    }

    /// Some of what lies ready; empty at the end.
    func read(_ count: Int = 65_536) -> Data {
        var bytes = [UInt8](repeating: 0, count: count)
        while true {
            let got = Glibc.read(number, &bytes, count)
            if got < 0 && errno == EINTR { continue }
            return Data(bytes.prefix(max(got, 0)))
        }
    }
}

/// Two ends that no child inherits by itself.
struct Pipe {
    let reading: Descriptor
    let writing: Descriptor

    init() throws {
        var ends: [Int32] = [0, 0]
        guard child_pipe(&ends) == 0 else {
            throw ChildProcess.NotStarted(program: "pipe", reason: String(cString: strerror(errno)))
        }
        reading = Descriptor(ends[0])
        writing = Descriptor(ends[1])
    }
}

/// Reads a program's output line by line.
public final class LineReader: Sendable {
    private let descriptor: Descriptor

    init(_ descriptor: Descriptor) { self.descriptor = descriptor }

    /// The next line without its end; what there was of it when the program ended.
    public func next() -> Data {
        var line = Data()
        while true {
            let byte = descriptor.read(1)
            if byte.isEmpty || byte[byte.startIndex] == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
    }
}

/// Writes one stream and reads others until all have ended.
struct StreamPump {
    private let input: Data
    private let sink: Descriptor
    private let sources: [Descriptor]

    init(input: Data, into sink: Descriptor, from sources: [Descriptor]) {
        self.input = input
        self.sink = sink
        self.sources = sources
        // A program that does not read its input must not end this one.
        signal(SIGPIPE, SIG_IGN)
        _ = fcntl(sink.number, F_SETFL, O_NONBLOCK)
    }

    func run() -> [Data] {
        var left = input[...]
        var read = sources.map { _ in Data() }
        var isOpen = sources.map { _ in true }
        if left.isEmpty { sink.close() }
        while isOpen.contains(true) {
            var polled = zip(sources, isOpen).map { pollfd(fd: $1 ? $0.number : -1, events: Int16(POLLIN), revents: 0) }
            polled.append(pollfd(fd: left.isEmpty ? -1 : sink.number, events: Int16(POLLOUT), revents: 0))
            if poll(&polled, nfds_t(polled.count), -1) < 0 { continue }
            for index in sources.indices where polled[index].revents != 0 {
                let piece = sources[index].read()
                if piece.isEmpty { isOpen[index] = false } else { read[index].append(piece) }
            }
            if polled[sources.count].revents != 0 { write(&left) }
        }
        sink.close()
        return read
    }

    private func write(_ left: inout Data.SubSequence) {
        let sent = left.withUnsafeBytes { Glibc.write(sink.number, $0.baseAddress, $0.count) }
        if sent >= 0 {
            left = left.dropFirst(sent)
        } else if errno != EINTR && errno != EAGAIN {
            left = Data()[...]
        }
        if left.isEmpty { sink.close() }
    }
}
