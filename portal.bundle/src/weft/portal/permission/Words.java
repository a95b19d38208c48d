package weft.portal.permission;

import weft.api.packages.Capability;

/** Capabilities as the user reads them in questions and ledgers. */
public final class Words {
    private Words() {}

    /** What an app could do with it, as the end of "… wants to". */
    public static String of(Capability c) {
        var file = c.file();
        if (file.isPresent()) return switch (file.get().place()) {
            case "app-data" -> "keep data of its own";
            case "picked" -> file.get().writable() ? "open and change files that you choose" : "open files that you choose";
            default -> (file.get().writable() ? "see and change" : "see") + " the files in your folder " + file.get().words();
        };
        if (c.name().startsWith("net:fetch:")) return "use the network: " + c.name().substring("net:fetch:".length());
        return switch (c.name()) {
            case "sys:notifications" -> "show notifications";
            case "sys:clipboard:read" -> "read the clipboard";
            case "sys:clipboard:write" -> "put text on the clipboard";
            case "hw:gpu" -> "use the graphics processor";
            case "app:launch" -> "start other apps";
            default -> c.name().startsWith("app:message:") ? "send messages to " + c.name().substring("app:message:".length()) : c.name();
        };
    }
}
