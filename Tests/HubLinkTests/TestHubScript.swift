/// The other end of the tests: a Python program (standard library alone) that makes certificates with `openssl`, listens
/// on several ports, each with one trait, prints them as one line of JSON and ends when its input does.
let testHubScript = #"""
    import json, os, re, socket, ssl, subprocess, sys, tempfile, threading

    folder = tempfile.mkdtemp(prefix="hublink-")
    os.chdir(folder)

    def openssl(*words):
        subprocess.run(["openssl", *words], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.PIPE)

    def write(name, text):
        with open(name, "w") as file:
            file.write(text)

    def read(name):
        with open(name) as file:
            return file.read()

    KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]

    def authority(name):
        openssl("req", "-x509", *KEY, "-keyout", name + ".key", "-out", name + ".pem", "-days", "3650", "-subj",
                "/CN=Test authority " + name)
        write(name + ".index", "")
        write(name + ".serial", "10\n")
        write(name + ".cnf", f"[ca]\ndefault_ca=d\n[d]\ndatabase={name}.index\nserial={name}.serial\nnew_certs_dir=.\n"
              "default_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n")

    def leaf(name, issuer, dns=None, start="20200101000000Z", end="20400101000000Z"):
        openssl("req", "-new", *KEY, "-keyout", name + ".key", "-out", name + ".csr", "-subj", "/CN=" + name)
        usage = f"subjectAltName=DNS:{dns}\n" if dns else "extendedKeyUsage=clientAuth\n"
        write(name + ".ext", "basicConstraints=critical,CA:FALSE\n" + usage)
        openssl("ca", "-batch", "-notext", "-config", issuer + ".cnf", "-cert", issuer + ".pem", "-keyfile",
                issuer + ".key", "-in", name + ".csr", "-out", name + ".pem", "-extfile", name + ".ext",
                "-startdate", start, "-enddate", end)

    for name in ("own", "other"):
        authority(name)
    leaf("hub", "own", "hub.test")
    leaf("expired", "own", "hub.test", "20000101000000Z", "20010101000000Z")
    leaf("future", "own", "hub.test", "20900101000000Z", "20910101000000Z")
    leaf("wrong", "own", "elsewhere.test")
    leaf("stranger", "other", "hub.test")
    leaf("town", "own")
    leaf("renewed", "own")
    leaf("intruder", "other")

    class Gone(Exception):
        pass

    arrived, released = {}, {}
    gate = threading.Lock()

    def event(table, name):
        with gate:
            return table.setdefault(name, threading.Event())

    def answer(conn, body=b"", status="200 OK", headers=()):
        head = "".join(f"{line}\r\n" for line in (f"Content-Length: {len(body)}", *headers))
        conn.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    def hold(conn):
        while conn.recv(4096):
            pass
        raise Gone

    def route(conn, method, path, fields, body, head):
        name = path.rsplit("/", 1)[-1]
        if path == "/echo":
            kept = [f"{key}: {fields[key]}" for key in ("content-type", "content-encoding") if key in fields]
            answer(conn, body, headers=kept)
        elif path == "/head":
            peer = conn.getpeercert() if conn.context.verify_mode != ssl.CERT_NONE else None
            subject = dict(pair[0] for pair in peer["subject"])["commonName"] if peer else "nobody"
            answer(conn, f"{head}tls: {conn.version()}\npeer: {subject}\n".encode())
        elif path == "/v1/authority":
            peer = conn.getpeercert() if conn.context.verify_mode != ssl.CERT_NONE else None
            answer(conn, f"authority, asked by {'somebody' if peer else 'nobody'}".encode())
        elif path == "/redirect":
            answer(conn, b"", "302 Found", ["Location: /echo"])
        elif path.startswith("/big/"):
            answer(conn, b"x" * int(name))
        elif path.startswith("/chunks/"):
            conn.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in range(int(name)):
                conn.sendall(b"400\r\n" + b"x" * 1024 + b"\r\n")
            conn.sendall(b"0\r\n\r\n")
        elif path == "/cut":
            conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123456789")
            raise Gone
        elif path == "/nothing":
            raise Gone
        elif path == "/once":
            answer(conn, b"once")
            raise Gone
        elif path == "/stall":
            conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123456789")
            hold(conn)
        elif path == "/silent":
            hold(conn)
        elif path.startswith("/wait/"):
            event(arrived, name).set()
            event(released, name).wait()
            answer(conn, b"waited")
        elif path.startswith("/arrived/"):
            event(arrived, name).wait()
            answer(conn)
        elif path.startswith("/release/"):
            event(released, name).set()
            answer(conn)
        elif path == "/retry/seconds":
            answer(conn, b"", "503 Busy", ["Retry-After: 17"])
        elif path == "/retry/date":
            answer(conn, b"", "503 Busy", ["Date: Sun, 06 Nov 1994 08:49:37 GMT",
                                           "Retry-After: Sun, 06 Nov 1994 08:51:07 GMT"])
        else:
            answer(conn, b"", "404 Not Found")

    def serve(conn):
        pending = b""
        while True:
            while b"\r\n\r\n" not in pending:
                piece = conn.recv(65536)
                if not piece:
                    return
                pending += piece
            head, pending = pending.split(b"\r\n\r\n", 1)
            head = head.decode() + "\r\n"
            first, *lines = head.splitlines()
            fields = {line.split(":", 1)[0].lower(): line.split(":", 1)[1].strip() for line in lines}
            length = int(fields.get("content-length", 0))
            while len(pending) < length:
                piece = conn.recv(65536)
                if not piece:
                    return
                pending += piece
            body, pending = pending[:length], pending[length:]
            method, path, _ = first.split(" ")
            route(conn, method, path, fields, body, head)

    # Just enough of HTTP/2: a GET waits until a POST has come on the same connection, unless that says "keep".
    def serve_http2(conn):
        stream = conn.makefile("rwb")
        stream.read(24)

        def send(kind, flags, number, payload=b""):
            stream.write(len(payload).to_bytes(3, "big") + bytes([kind, flags]) + number.to_bytes(4, "big") + payload)
            stream.flush()

        def respond(number, body):
            send(1, 4, number, b"\x88")
            send(0, 1, number, body)

        send(4, 0, 0)
        held, bodies = [], {}
        while True:
            frame = stream.read(9)
            if len(frame) < 9:
                return
            size, kind, flags = int.from_bytes(frame[:3], "big"), frame[3], frame[4]
            number = int.from_bytes(frame[5:], "big") & 0x7FFFFFFF
            payload = stream.read(size)
            if kind == 4 and not flags & 1:
                send(4, 1, 0)
            elif kind == 1 and flags & 1:
                held.append(number)
            elif kind == 0:
                bodies[number] = bodies.get(number, b"") + payload
            elif kind == 3 and number in held:
                held.remove(number)
            if kind in (0, 1) and flags & 1 and number not in held:
                body = bodies.pop(number, b"")
                respond(number, b"pushed")
                if body != b"keep":
                    for waiting in held:
                        respond(waiting, b"waited")
                    held = []

    def copy(source, target):
        try:
            while piece := source.recv(65536):
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def read_connect(conn):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = conn.recv(1)
            if not piece:
                raise Gone
            head += piece
        return head.decode().split(" ")[1].rsplit(":", 1)

    def proxy(conn):
        host, port = read_connect(conn)
        onward = socket.create_connection((host, int(port)))
        conn.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        threading.Thread(target=copy, args=(onward, conn), daemon=True).start()
        copy(conn, onward)

    def denying_proxy(conn):
        read_connect(conn)
        page = b"<html><body>Please sign in</body></html>"
        answer(conn, page, "403 Forbidden", ["Content-Type: text/html"])

    def plain_page(conn):
        conn.recv(65536)
        answer(conn, b"<html></html>", "400 Bad Request", ["Content-Type: text/html"])

    def secured(context, handler):
        def run(conn):
            conn = context.wrap_socket(conn, server_side=True, do_handshake_on_connect=False)
            try:
                conn.do_handshake()
            except ssl.SSLError:
                # What the client still sends is read, or a reset would overtake the alert.
                raw = socket.socket(fileno=conn.detach())
                raw.shutdown(socket.SHUT_WR)
                while raw.recv(4096):
                    pass
                raw.close()
                return
            try:
                handler(conn)
            finally:
                conn.close()
        return run

    def tls(certificate, clients=ssl.CERT_NONE, highest=ssl.TLSVersion.TLSv1_3, protocol="http/1.1"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = highest
        context.load_cert_chain(certificate + ".pem", certificate + ".key")
        context.verify_mode = clients
        context.set_alpn_protocols([protocol])
        if clients != ssl.CERT_NONE:
            context.load_verify_locations("own.pem")
        return secured(context, serve_http2 if protocol == "h2" else serve)

    def listen(handler):
        server = socket.create_server(("127.0.0.1", 0))
        def accept():
            while True:
                conn, _ = server.accept()
                conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=guard, args=(handler, conn), daemon=True).start()
        def guard(handler, conn):
            try:
                with conn:
                    handler(conn)
            except (Gone, OSError):
                pass
        threading.Thread(target=accept, daemon=True).start()
        return server.getsockname()[1]

    ports = {
        "usual": tls("hub"), "expired": tls("expired"), "future": tls("future"), "wrongName": tls("wrong"),
        "stranger": tls("stranger"), "old": tls("hub", highest=ssl.TLSVersion.TLSv1_2),
        "mutual": tls("hub", ssl.CERT_REQUIRED), "asking": tls("hub", ssl.CERT_OPTIONAL),
        "http2": tls("hub", protocol="h2"), "plain": plain_page, "proxy": proxy, "denyingProxy": denying_proxy,
    }
    print(json.dumps({
        "ports": {name: listen(handler) for name, handler in ports.items()},
        "files": {name: read(name) for name in (
            "own.pem", "other.pem", "town.pem", "town.key", "renewed.pem", "renewed.key", "intruder.pem",
            "intruder.key")},
    }), flush=True)
    subprocess.run(["rm", "-rf", folder])
    sys.stdin.read()
    os._exit(0)
    """#
