/// What a link needs to know: where the hub is, who it is, and who this side is.
package struct LinkConfiguration: Sendable {
    /// Tried in turn, the one that worked last first.
    package var addresses: [HubAddress]
    /// The fixed DNS name in the hub's certificate, asked for at every address.
    package var hubName: String
    /// The only authority that is believed, PEM; empty before enrolment, when only `anyCertificate` can be sent.
    package var authorityPEM: String
    /// Who this side is; nil before enrolment.
    package var credential: ClientCredential?
    /// The proxy of the environment, unless another rule is given.
    package var proxy = ProxyRule()
    /// For name, TCP and TLS together, at each address. On 9.6 kbit/s a handshake takes some four seconds.
    package var connectTimeout = Duration.seconds(30)
    /// Bytes a second on the line, both directions together, below which a connection counts as stalled.
    package var lowestRate = 10
    /// How long it may be below the lowest rate; a request's `wait` comes on top while the hub may hold the answer.
    package var stallTime = Duration.seconds(40)
    /// How long a kept connection may lie idle and still be used.
    package var idleAge = Duration.seconds(3600)

    /// Takes the addresses, the hub's name, the authority, and this side's certificate and key (both or none), PEM.
    package init(
        addresses: [HubAddress], hubName: String, authorityPEM: String, clientCertificatePEM: String? = nil,
        clientKeyPEM: String? = nil
    ) {
        self.addresses = addresses
        self.hubName = hubName
        self.authorityPEM = authorityPEM
        if let clientCertificatePEM, let clientKeyPEM {
            credential = ClientCredential(certificatePEM: clientCertificatePEM, keyPEM: clientKeyPEM)
        }
    }

    /// - Throws: `invalidAddress` without an address, `invalidRequest` for a hub name or a figure that cannot be used.
    func check() throws(LinkError) {
        let operation = "set up the link"
        guard !addresses.isEmpty else {
            throw LinkError(.invalidAddress, operation: operation, cause: "there is no address")
        }
        guard HubAddress.isName(hubName) else {
            throw LinkError(.invalidRequest, operation: operation, cause: "the hub's name is not a DNS name")
        }
        guard connectTimeout > .zero, stallTime > .zero, idleAge > .zero, lowestRate > 0 else {
            throw LinkError(.invalidRequest, operation: operation, cause: "a time or a rate is not above zero")
        }
    }
}

/// A certificate and its private key, PEM. Printing or dumping it shows neither.
package struct ClientCredential: Sendable, CustomStringConvertible, CustomReflectable {
    let certificatePEM: String
    let keyPEM: String

    package init(certificatePEM: String, keyPEM: String) {
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
    }

    package var description: String { "ClientCredential(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
