/// The hub's fixed name in its certificate: agents ask for it at whatever address the hub is reached.
package enum HubName {
    /// `hub.DEPLOYMENT.zhishou.internal`, 57 characters; throws `malformedName` for what is no lower-case UUID.
    package static func dnsName(deployment: String) throws(IdentityError) -> String {
        guard NameForm.isDeployment(deployment) else { throw .malformedName }
        return "hub.\(deployment).zhishou.internal"
    }
}
