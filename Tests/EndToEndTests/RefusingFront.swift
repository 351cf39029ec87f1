import ChildProcess
import Foundation

/// Stands before the hub with the hub's own certificate and refuses every other connection's request, by 429 and 503
/// in turn, each with the time after which it wants to be asked again. The others pass as they are, and are cut after
/// some answers, so that there is always a next one.
final class RefusingFront: Sendable {
    let port: Int
    private let child: ChildProcess
    private let input: Descriptor
    private let output: LineReader

    /// A refused request: when it was answered, when the next connection came, and what was asked for, in seconds.
    struct Refusal: Decodable, Sendable {
        let status: Int
        let retryAfter: Double
        let answeredAt: Double
        let nextAt: Double?
    }

    init(of county: County, retryAfter: Int) throws {
        let identity = URL(fileURLWithPath: county.hubData).appendingPathComponent("identity.json").path
        let program = ChildProgram(
            URL(fileURLWithPath: "/usr/bin/env"),
            ["python3", "-c", Self.script, identity, String(county.hubPort), String(retryAfter)])
        (child, input, output) = try program.startWithInput()
        port = try JSONDecoder().decode(Int.self, from: output.next())
    }

    /// Ends it and answers what it refused.
    func finish() throws -> [Refusal] {
        input.close()
        let line = output.next()
        child.wait()
        return try JSONDecoder().decode([Refusal].self, from: line)
    }

    private static let script = """
        import json, os, socket, ssl, sys, tempfile, threading, time

        identity, hub, retry = json.load(open(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as pem:
            pem.write(identity["tlsKey"] + "\\n" + identity["tlsCertificate"])
            pem.flush()
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem.name)
        context.set_alpn_protocols(["http/1.1"])
        gate, refusals, count = threading.Lock(), [], 0

        def refuse(conn, status):
            conn = context.wrap_socket(conn, server_side=True)
            data = b""
            while b"\\r\\n\\r\\n" not in data:
                piece = conn.recv(65536)
                if not piece:
                    return
                data += piece
            head, body = data.split(b"\\r\\n\\r\\n", 1)
            length = [int(line.split(b":")[1]) for line in head.lower().split(b"\\r\\n") if line.startswith(b"content-length")]
            while length and len(body) < length[0]:
                piece = conn.recv(65536)
                if not piece:
                    return
                body += piece
            # Noted before the answer goes out: what follows it cannot come earlier.
            with gate:
                refusals.append({"status": status, "retryAfter": retry, "answeredAt": time.monotonic()})
            conn.sendall(f"HTTP/1.1 {status} Busy\\r\\nRetry-After: {retry}\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n".encode())
            conn.close()

        def copy(source, target, most):
            passed = 0
            try:
                while piece := source.recv(65536):
                    target.sendall(piece)
                    passed += len(piece)
                    if passed > most:
                        break
            except OSError:
                pass
            for end in (source, target):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

        def serve(conn, number):
            with conn:
                try:
                    if number % 2 == 0:
                        refuse(conn, 429 if number % 4 == 0 else 503)
                        return
                    onward = socket.create_connection(("127.0.0.1", hub))
                    threading.Thread(target=copy, args=(conn, onward, 1 << 40), daemon=True).start()
                    copy(onward, conn, 4500)
                except OSError:
                    pass

        def accept(server):
            global count
            while True:
                conn, _ = server.accept()
                with gate:
                    for refusal in refusals:
                        refusal.setdefault("nextAt", time.monotonic())
                    number, count = count, count + 1
                threading.Thread(target=serve, args=(conn, number), daemon=True).start()

        server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=accept, args=(server,), daemon=True).start()
        print(server.getsockname()[1], flush=True)
        sys.stdin.read()
        with gate:
            print(json.dumps(refusals), flush=True)
        os._exit(0)
        """
}
