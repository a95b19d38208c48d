package weft.tool.wayland;

import java.util.List;

/** What differs between the classes of the two roles. */
enum Role {
    SERVER("server", "Resource", "ResourceType", "Client", "client", "Requests"),
    CLIENT("client", "Proxy", "ProxyType", "Connection", "connection", "Events");

    final String folder;
    final String base;
    final String typeClass;
    final String owner;
    final String ownerMethod;
    /** The interface of what comes in. */
    final String handler;

    Role(String folder, String base, String typeClass, String owner, String ownerMethod, String handler) {
        this.folder = folder;
        this.base = base;
        this.typeClass = typeClass;
        this.owner = owner;
        this.ownerMethod = ownerMethod;
        this.handler = handler;
    }

    List<Protocol.Message> incoming(Protocol.Interface type) {
        return this == SERVER ? type.requests() : type.events();
    }

    List<Protocol.Message> outgoing(Protocol.Interface type) {
        return this == SERVER ? type.events() : type.requests();
    }
}
