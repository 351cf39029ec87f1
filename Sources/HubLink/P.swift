enum HubLinkPlaceholder {}
