import CLine
import Glibc
import Synchronization

/// The thread that a link's driver runs on.
struct LinkThread: ~Copyable, Sendable {
    private let thread: pthread_t

    private final class Start: Sendable {
        let configuration: LinkConfiguration
        let queue: LinkQueue
        let meter: LineMeter

        init(configuration: LinkConfiguration, queue: LinkQueue, meter: LineMeter) {
            self.configuration = configuration
            self.queue = queue
            self.meter = meter
        }

        func run() {
            // Signals are for the program's other threads, and a broken pipe is an error that send returns.
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            queue.end(drive())
        }

        /// The driver's handles are closed when this returns.
        @inline(never)
        private func drive() -> LinkError.Kind {
            guard let driver = LinkDriver(configuration: configuration, queue: queue, meter: meter) else {
                return .failed
            }
            driver.run()
            return .shutDown
        }
    }

    /// Starts the thread; nil where the system has none.
    init?(configuration: LinkConfiguration, queue: LinkQueue, meter: LineMeter) {
        let start = Unmanaged.passRetained(Start(configuration: configuration, queue: queue, meter: meter))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { pointer in
                line_name_thread("hub-link")
                pointer.map { Unmanaged<Start>.fromOpaque($0).takeRetainedValue().run() }
                return nil
            }, start.toOpaque())
        guard failure == 0 else {
            start.release()
            return nil
        }
        self.thread = thread
    }

    /// Waits for the thread's end: a moment only, once the queue has said that it is over.
    consuming func join() {
        pthread_join(thread, nil)
        discard self
    }

    /// A thread that nobody joined frees itself.
    deinit { pthread_detach(thread) }
}
